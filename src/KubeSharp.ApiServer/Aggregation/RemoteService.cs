using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>A version of a group that another server serves, as its APIService says. Source: Kubernetes API Aggregation Layer.</summary>
/// <param name="Name">VERSION.GROUP.</param>
/// <param name="Group">The group.</param>
/// <param name="Version">The version.</param>
/// <param name="Service">Where it is served.</param>
public sealed record RemoteService(string Name, string Group, string Version, ServiceReference Service)
{
    /// <summary>Who signs its certificate, base64 of PEM; empty: the authorities of the system.</summary>
    public string Authorities { get; init; } = "";
    /// <summary>Any certificate will do.</summary>
    public bool SkipsVerification { get; init; }
    /// <summary>Groups of more stand first.</summary>
    public int GroupPriority { get; init; }
    /// <summary>Versions of more stand first.</summary>
    public int VersionPriority { get; init; }
    /// <summary>It was reached when it was last tried.</summary>
    public bool IsAvailable { get; init; }

    /// <summary>The URL of a path of it.</summary>
    public Uri Url(string pathAndQuery) => new($"https://{Service.Host}:{Service.Port}{pathAndQuery}");

    /// <summary>Reads an APIService; null where this server itself serves the version.</summary>
    public static RemoteService? Read(ObjectNode value)
    {
        var spec = value.Object("spec");
        if (spec["service"] is not ObjectNode service) { return null; }
        return new(value.TextAt("metadata", "name") ?? "", spec.Text("group"), spec.Text("version"), new ServiceReference(service.Text("namespace"), service.Text("name"), (int)(service.Number("port") ?? 443)))
        {
            Authorities = spec.Text("caBundle"),
            SkipsVerification = spec.IsTrue("insecureSkipTLSVerify"),
            GroupPriority = (int)(spec.Number("groupPriorityMinimum") ?? 0),
            VersionPriority = (int)(spec.Number("versionPriority") ?? 0),
            IsAvailable = value.Object("status").Items("conditions").Any(static c => c.Text("type") == "Available" && c.Text("status") == "True"),
        };
    }
}

using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>Which requests a webhook is for. Source: admissionregistration.k8s.io RuleWithOperations.</summary>
public sealed record WebhookRule(
    ImmutableArray<string> Operations, ImmutableArray<string> Groups, ImmutableArray<string> Versions, ImmutableArray<string> Resources, string Scope)
{
    /// <summary>Reads one.</summary>
    public static WebhookRule Read(Node rule) =>
        new([.. rule.Texts("operations")], [.. rule.Texts("apiGroups")], [.. rule.Texts("apiVersions")], [.. rule.Texts("resources")], rule.Text("scope"));

    /// <summary>Whether it is for the request, taken as one of this version.</summary>
    public bool Matches(AdmissionRequest request, string version) =>
        Has(Operations, OperationName(request.Operation)) && Has(Groups, request.Resource.Group) && Has(Versions, version) && IsScope(request) && Resources.Any(r => IsResource(r, request));

    /// <summary>CREATE, UPDATE, DELETE, CONNECT.</summary>
    public static string OperationName(AdmissionOperation operation) => operation switch
    {
        AdmissionOperation.Create => "CREATE",
        AdmissionOperation.Update => "UPDATE",
        AdmissionOperation.Delete => "DELETE",
        _ => "CONNECT",
    };

    private static bool Has(ImmutableArray<string> items, string wanted) => items.Contains("*") || items.Contains(wanted);

    private bool IsScope(AdmissionRequest request) => Scope switch { "Namespaced" => request.Resource.Namespaced, "Cluster" => !request.Resource.Namespaced, _ => true };

    // pods, pods/log, pods/*, */status, *, */*.
    private static bool IsResource(string pattern, AdmissionRequest request)
    {
        var parts = pattern.Split('/', 2);
        if (parts[0] != "*" && parts[0] != request.Resource.Plural) { return false; }
        return parts.Length == 1 ? request.Subresource.Length == 0 : parts[1] == "*" || parts[1] == request.Subresource;
    }
}

using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Where a webhook is called, and whom to trust there.</summary>
/// <param name="Address">The URL; of a service https://NAME.NAMESPACE.svc:PORT/PATH.</param>
public sealed record WebhookEndpoint(Uri Address)
{
    private const int DefaultPort = 443;

    /// <summary>The service whose ready endpoints are connected to; null: the address is looked up as it stands.</summary>
    public ServiceReference? Service { get; init; }
    /// <summary>Who signs its certificate, PEM; empty: the authorities of the system.</summary>
    public string Authorities { get; init; } = "";
    /// <summary>What the server shows it of itself.</summary>
    public WebhookCredentials Credentials { get; init; } = WebhookCredentials.None;

    /// <summary>Reads a clientConfig: url, or service with namespace, name, path and port (default 443), and caBundle.</summary>
    /// <exception cref="WebhookException">It names neither a service nor a URL that is one.</exception>
    public static WebhookEndpoint Read(ObjectNode clientConfig)
    {
        var authorities = Authority(clientConfig.Text("caBundle"));
        if (clientConfig["service"] is ObjectNode service)
        {
            var reference = new ServiceReference(service.Text("namespace"), service.Text("name"), (int)(service.Number("port") ?? DefaultPort));
            var path = service.Text("path");
            return new(new Uri($"https://{reference.Host}:{reference.Port}/{path.TrimStart('/')}")) { Service = reference, Authorities = authorities };
        }
        return Uri.TryCreate(clientConfig.Text("url"), UriKind.Absolute, out var url)
            ? new(url) { Authorities = authorities } : throw new WebhookException("webhook configuration must have either service or URL");
    }

    private static string Authority(string base64)
    {
        try { return System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(base64)); }
        catch (FormatException e) { throw new WebhookException("caBundle is not base64", e); }
    }
}

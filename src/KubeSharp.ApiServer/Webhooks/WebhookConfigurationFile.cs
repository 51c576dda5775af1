using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>
/// Where a webhook of authentication, authorization or audit is, as a file of the form of a kubeconfig: the cluster of the current context is the
/// webhook, its user what the server shows there. Source: Webhook Mode; Auditing, webhook backend.
/// </summary>
public static class WebhookConfigurationFile
{
    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It names no webhook; the message says why.</exception>
    /// <exception cref="IOException">It, or a file it names, cannot be read.</exception>
    public static WebhookEndpoint Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var config = Yaml.Read(File.ReadAllText(path));
        var context = KubeconfigFields.Named(config, "contexts", config.Text("current-context"), "context");
        var cluster = KubeconfigFields.Named(config, "clusters", context.Count > 0 ? context.Text("cluster") : Only(config, "clusters"), "cluster");
        var user = KubeconfigFields.Named(config, "users", context.Count > 0 ? context.Text("user") : Only(config, "users"), "user");
        if (!Uri.TryCreate(cluster.Text("server"), UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")) { throw new FormatException($"{path}: the current context names no cluster with a server"); }
        if (cluster.IsTrue("insecure-skip-tls-verify")) { throw new FormatException($"{path}: insecure-skip-tls-verify is not supported: name the webhook's authority"); }
        return new WebhookEndpoint(address) { Authorities = KubeconfigFields.Pem(cluster, "certificate-authority", folder), Credentials = WebhookCredentials.Read(user, path) };
    }

    private static string Only(Node config, string list) => config.Items(list) is { Count: 1 } items ? items[0].Text("name") : "";
}

using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>Tells other API servers whom to believe: kube-system/extension-apiserver-authentication. Source: Configure the Aggregation Layer.</summary>
public static class RequestHeaderConfiguration
{
    private const string Name = "extension-apiserver-authentication";

    /// <summary>Makes or mends the config map.</summary>
    public static async ValueTask EnsureAsync(IObjects objects, X509Certificate2Collection clientAuthorities, X509Certificate2Collection proxyAuthorities, RequestHeaderOptions headers, CancellationToken cancellation)
    {
        var data = ObjectNode.Of(("client-ca-file", clientAuthorities.Count == 0 ? null : (Node)Pem(clientAuthorities)));
        if (proxyAuthorities.Count > 0)
        {
            data = data.Set("requestheader-client-ca-file", Pem(proxyAuthorities)).Set("requestheader-allowed-names", List(headers.AllowedNames)).Set("requestheader-username-headers", List(headers.UserHeaders))
                .Set("requestheader-uid-headers", List(headers.UidHeaders)).Set("requestheader-group-headers", List(headers.GroupHeaders)).Set("requestheader-extra-headers-prefix", List(headers.ExtraPrefixes));
        }
        var wanted = ObjectNode.Of(("kind", "ConfigMap"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("name", Name), ("namespace", "kube-system"))), ("data", data));
        await objects.EnsureAsync("configmaps", wanted, there => data.Equals(there["data"]) ? null : there.Set("data", data), cancellation).ConfigureAwait(false);
    }

    private static string List(ImmutableArray<string> items) => new ArrayNode([.. items.Select(static i => (Node)i)]).ToString();

    private static string Pem(X509Certificate2Collection certificates)
    {
        var text = new StringBuilder();
        foreach (var certificate in certificates) { text.Append(certificate.ExportCertificatePem()).Append('\n'); }
        return text.ToString();
    }
}

using System.Text;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Images;

/// <summary>Logins to registries from pull secrets. Source: Pull an Image from a Private Registry.</summary>
public static class RegistryLogins
{
    /// <summary>The logins that fit the image, in the order of the secrets; the most exact server first.</summary>
    public static IReadOnlyList<RegistryLogin> For(string image, IEnumerable<Secret> secrets)
    {
        var name = Qualified(image);
        var found = new List<RegistryLogin>();
        foreach (var secret in secrets)
        {
            foreach (var (server, login) in Read(secret))
            {
                var host = Bare(server);
                if (name == host || name.StartsWith(host + "/", StringComparison.Ordinal) || (host.StartsWith("*.", StringComparison.Ordinal) && name.Split('/')[0].EndsWith(host[1..], StringComparison.Ordinal)))
                {
                    found.Add(login);
                }
            }
        }
        return [.. found.OrderByDescending(static l => Bare(l.Server).Length)];
    }

    /// <summary>The image's name with its registry: nginx is docker.io/library/nginx.</summary>
    public static string Qualified(string image)
    {
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : image[..slash];
        var hasRegistry = first.Contains('.') || first.Contains(':') || first == "localhost";
        return hasRegistry ? image : slash < 0 ? $"docker.io/library/{image}" : $"docker.io/{image}";
    }

    private static IEnumerable<(string Server, RegistryLogin Login)> Read(Secret secret)
    {
        var (key, wrapped) = secret.Type == "kubernetes.io/dockercfg" ? (".dockercfg", false) : (".dockerconfigjson", true);
        if (!secret.Data.TryGetValue(key, out var bytes)) { yield break; }
        Node tree;
        try { tree = Node.Parse(bytes.Span); }
        catch (System.Text.Json.JsonException) { yield break; }
        if ((wrapped ? tree.At("auths") : tree) is not ObjectNode servers) { yield break; }
        foreach (var (server, entry) in servers)
        {
            var (user, password) = (entry.TextAt("username") ?? "", entry.TextAt("password") ?? "");
            if (entry.TextAt("auth") is { Length: > 0 } auth && TryDecode(auth, out var text) && text.Split(':', 2) is [var u, var p]) { (user, password) = (u, p); }
            yield return (server, new RegistryLogin(user, password, server, entry.TextAt("identitytoken") ?? ""));
        }
    }

    private static bool TryDecode(string base64, out string text)
    {
        var buffer = new byte[base64.Length];
        var valid = Convert.TryFromBase64String(base64, buffer, out var length);
        text = valid ? Encoding.UTF8.GetString(buffer.AsSpan(0, length)) : "";
        return valid;
    }

    private static string Bare(string server)
    {
        var host = server.Replace("https://", "", StringComparison.Ordinal).Replace("http://", "", StringComparison.Ordinal).TrimEnd('/');
        if (host.EndsWith("/v1", StringComparison.Ordinal) || host.EndsWith("/v2", StringComparison.Ordinal)) { host = host[..^3]; }
        return host == "index.docker.io" ? "docker.io" : host;
    }
}

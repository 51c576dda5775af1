using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Images;

/// <summary>Logins to registries from pull secrets and from files of the same form. Source: Pull an Image from a Private Registry; Images, using a private registry.</summary>
public static class RegistryLogins
{
    // Below the agent's folder, the working one, the user's and the root; the first file that is there and makes sense counts.
    private static readonly (string File, bool IsWrapped)[] _files = [("config.json", true), (".dockercfg", false), (".dockerconfigjson", true)];

    /// <summary>The logins of secrets that fit the image, in the order of the secrets; the most exact server first.</summary>
    public static IReadOnlyList<PullCredential> OfSecrets(string image, IEnumerable<Secret> secrets)
    {
        var repository = ImageNames.Repository(image);
        var found = new List<PullCredential>();
        foreach (var secret in secrets)
        {
            var (key, isWrapped) = secret.Type == "kubernetes.io/dockercfg" ? (".dockercfg", false) : (".dockerconfigjson", true);
            if (!secret.Data.TryGetValue(key, out var bytes)) { continue; }
            found.AddRange(Read(bytes.Span, isWrapped).Where(l => Fits(l, repository)).Select(l => new PullCredential(l,
                new CredentialOwner(false, secret.Metadata.Uid ?? "", secret.Metadata.Namespace ?? "", secret.Metadata.Name ?? "", Hash(l)))));
        }
        return Ordered(found);
    }

    /// <summary>The node's own logins that fit the image, from the first of the folders that has some.</summary>
    public static IReadOnlyList<PullCredential> OfNode(string image, IReadOnlyList<string> folders)
    {
        var repository = ImageNames.Repository(image);
        foreach (var (name, isWrapped) in _files)
        {
            foreach (var folder in folders)
            {
                // The user's and the root's file of the newer form lie in a folder of its own.
                foreach (var path in (string[])[Path.Combine(folder, name), Path.Combine(folder, ".docker", name)])
                {
                    if (File.Exists(path) && Read(File.ReadAllBytes(path), isWrapped) is { Count: > 0 } logins) { return Ordered([.. logins.Where(l => Fits(l, repository)).Select(static l => new PullCredential(l, null))]); }
                }
            }
        }
        return [];
    }

    /// <summary>The more exact ones first, others as they were.</summary>
    internal static IReadOnlyList<PullCredential> Ordered(IReadOnlyList<PullCredential> found) => [.. found.OrderByDescending(static c => Bare(c.Login.Server).Length)];

    /// <summary>Whether the login is one for the image, by its name with its registry and without tag.</summary>
    internal static bool Fits(RegistryLogin login, string repository) => ImagePattern.Matches(Bare(login.Server), repository);

    private static List<RegistryLogin> Read(ReadOnlySpan<byte> json, bool isWrapped)
    {
        Node tree;
        try { tree = Node.Parse(json); }
        catch (System.Text.Json.JsonException) { return []; }
        var found = new List<RegistryLogin>();
        foreach (var (server, entry) in (isWrapped ? tree.At("auths") : tree) as ObjectNode ?? ObjectNode.Empty)
        {
            var (user, password) = (entry.TextAt("username") ?? "", entry.TextAt("password") ?? "");
            if (entry.TextAt("auth") is { Length: > 0 } auth && TryDecode(auth, out var text) && text.Split(':', 2) is [var u, var p]) { (user, password) = (u, p); }
            found.Add(new RegistryLogin(user, password, server, entry.TextAt("identitytoken") ?? ""));
        }
        return found;
    }

    private static string Hash(RegistryLogin login) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', login.Username, login.Password, login.Server, login.IdentityToken))));

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

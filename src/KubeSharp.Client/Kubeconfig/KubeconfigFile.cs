using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Client.Kubeconfig;

/// <summary>Kubeconfig files: read, merged with others, written. Source: Organizing Cluster Access Using kubeconfig Files.</summary>
public sealed class KubeconfigFile
{
    private static readonly string[] _lists = ["clusters", "users", "contexts"];

    /// <summary>A file of that content.</summary>
    public KubeconfigFile(ObjectNode content, string folder) => (Content, Folder) = (content, folder);

    /// <summary>The file's content.</summary>
    public ObjectNode Content { get; }

    /// <summary>Where relative paths in it begin.</summary>
    public string Folder { get; }

    /// <summary>Reads a file; one that is missing is empty.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static KubeconfigFile Load(string path) =>
        new(File.Exists(path) ? Yaml.Read(File.ReadAllText(path)) as ObjectNode ?? Empty : Empty, Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");

    /// <summary>A file of one cluster, user and context of the same name.</summary>
    public static KubeconfigFile Of(string name, Uri server, string authorityPem, string certificatePem, string keyPem) => new(
        Empty.Set("clusters", ArrayNode.Of(Named(name, "cluster", ObjectNode.Of(("certificate-authority-data", Base64(authorityPem)), ("server", server.ToString().TrimEnd('/'))))))
            .Set("users", ArrayNode.Of(Named(name, "user", ObjectNode.Of(("client-certificate-data", Base64(certificatePem)), ("client-key-data", Base64(keyPem))))))
            .Set("contexts", ArrayNode.Of(Named(name, "context", ObjectNode.Of(("cluster", name), ("user", name)))))
            .Set("current-context", name), "/");

    /// <summary>With the other's entries in the place of those of the same name; all else stays.</summary>
    public KubeconfigFile Merge(KubeconfigFile other, bool makeCurrent)
    {
        var content = Content;
        foreach (var list in _lists)
        {
            var added = other.Content[list] as ArrayNode ?? ArrayNode.Empty;
            var kept = (content[list] as ArrayNode ?? ArrayNode.Empty).Where(e => !added.Any(a => a.TextAt("name") == e.TextAt("name")));
            content = content.Set(list, new ArrayNode([.. kept, .. added]));
        }
        return new(makeCurrent ? content.Set("current-context", other.Content["current-context"] ?? "") : content, Folder);
    }

    /// <summary>Without the cluster, user and context of the name.</summary>
    public KubeconfigFile Without(string name)
    {
        var content = Content;
        foreach (var list in _lists) { content = content.Set(list, new ArrayNode([.. (content[list] as ArrayNode ?? ArrayNode.Empty).Where(e => e.TextAt("name") != name)])); }
        return new(content.TextAt("current-context") == name ? content.Set("current-context", "") : content, Folder);
    }

    /// <summary>The text of the file.</summary>
    public override string ToString() => Yaml.Write(Content);

    /// <summary>How to reach the cluster of a context; empty: the current one.</summary>
    /// <exception cref="FormatException">The context or what it names is not there.</exception>
    public RestConfig ToRestConfig(string context = "")
    {
        var name = context.Length > 0 ? context : Content.TextAt("current-context") ?? "";
        var chosen = Find("contexts", name, "context") ?? throw new FormatException($"context \"{name}\" does not exist");
        var cluster = Find("clusters", chosen.TextAt("cluster") ?? "", "cluster") ?? throw new FormatException($"cluster \"{chosen.TextAt("cluster")}\" does not exist");
        var user = Find("users", chosen.TextAt("user") ?? "", "user") ?? ObjectNode.Empty;
        var authorities = Pem(cluster, "certificate-authority");
        var collection = authorities.Length > 0 ? new X509Certificate2Collection() : null;
        collection?.ImportFromPem(authorities);
        var certificate = Pem(user, "client-certificate") is { Length: > 0 } pem ? ReadCertificate(pem, Pem(user, "client-key")) : null;
        return new RestConfig
        {
            Server = new Uri(cluster.TextAt("server") ?? "http://localhost:8080"),
            CertificateAuthorities = collection,
            InsecureSkipTlsVerify = cluster.At("insecure-skip-tls-verify") is BooleanNode { Value: true },
            TlsServerName = cluster.TextAt("tls-server-name") ?? "",
            ClientCertificate = certificate is null ? null : () => certificate,
            Token = user.TextAt("token") ?? "",
            TokenFile = user.TextAt("tokenFile") ?? "",
            Username = user.TextAt("username") ?? "",
            Password = user.TextAt("password") ?? "",
            ImpersonateUser = user.TextAt("as") ?? "",
            ImpersonateUid = user.TextAt("as-uid") ?? "",
            ImpersonateGroups = user.At("as-groups") is ArrayNode groups ? [.. groups.OfType<StringNode>().Select(static g => g.Value)] : [],
            ImpersonateExtra = user.At("as-user-extra") is ObjectNode extras ? [.. extras.SelectMany(static e => (e.Value as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(v => (e.Key, v.Value)))] : [],
            Proxy = cluster.TextAt("proxy-url") is { Length: > 0 } proxy ? new Uri(proxy) : null,
            Namespace = chosen.TextAt("namespace") ?? "default",
        };
    }

    private static ObjectNode Empty => ObjectNode.Of(("apiVersion", "v1"), ("kind", "Config"), ("clusters", ArrayNode.Empty), ("contexts", ArrayNode.Empty), ("current-context", ""), ("preferences", ObjectNode.Empty), ("users", ArrayNode.Empty));

    private static ObjectNode Named(string name, string kind, ObjectNode value) => ObjectNode.Of((kind, value), ("name", name));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private Node? Find(string list, string name, string field) => (Content[list] as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(e => e.TextAt("name") == name)?.At(field);

    private string Pem(Node owner, string field) =>
        owner.TextAt(field + "-data") is { Length: > 0 } data ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
        : owner.TextAt(field) is { Length: > 0 } path ? File.ReadAllText(Path.Combine(Folder, path)) : "";

    private static X509Certificate2 ReadCertificate(string certificate, string key)
    {
        try { return X509Certificate2.CreateFromPem(certificate, key); }
        catch (CryptographicException e) { throw new FormatException($"the client certificate cannot be read: {e.Message}", e); }
    }
}

using System.Security.Cryptography;
using System.Text;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>The suffix that --append-hash and kustomize's generators put behind the names of config maps and secrets.</summary>
internal static class ContentHash
{
    /// <summary>Ten letters of the content's SHA-256, with letters that could form words exchanged.</summary>
    /// <param name="isEmptyText">Whether no data is hashed as an empty text, as kustomize does.</param>
    public static string Of(string name, IReadOnlyList<KeyValuePair<string, Node>> data, string kind, string type, bool isEmptyText = false)
    {
        Node map = data.Count == 0 && isEmptyText ? "" : ObjectNode.Of([.. data.Select(static d => (d.Key, (Node?)d.Value))]);
        var content = kind == "Secret" ? ObjectNode.Of(("kind", kind), ("type", type), ("name", name), ("data", map)) : ObjectNode.Of(("kind", kind), ("name", name), ("data", map));
        var hex = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonText.Of(content, 0))))[..10];
        return string.Concat(hex.Select(static c => c switch { '0' => 'g', '1' => 'h', '3' => 'k', 'a' => 'm', 'e' => 't', _ => c }));
    }
}

using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Explaining;

/// <summary>The definitions of an OpenAPI v2 document. Pure.</summary>
internal sealed class Definitions(Node document)
{
    private const string Prefix = "#/definitions/";
    private readonly ObjectNode _all = document.At("definitions") as ObjectNode ?? ObjectNode.Empty;

    /// <summary>The definition of a kind; null: there is none. Of several the last by its name counts.</summary>
    public Node? Of(string group, string version, string kind) => _all.OrderBy(static d => d.Key, StringComparer.Ordinal).LastOrDefault(d =>
        d.Value.Items("x-kubernetes-group-version-kind").Any(k => k.Text("kind") == kind && k.Text("group") == group && k.Text("version") == version)).Value;

    /// <summary>The name that a schema refers to; empty: it says all itself.</summary>
    public static string Reference(Node schema) => schema.Text("$ref") is { } reference && reference.StartsWith(Prefix, StringComparison.Ordinal) ? reference[Prefix.Length..] : "";

    /// <summary>A definition by its name; empty where there is none.</summary>
    public Node this[string name] => _all[name] ?? ObjectNode.Empty;
}

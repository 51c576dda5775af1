using System.Collections.Frozen;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Resources;

/// <summary>What the fields of an object's metadata must be before it is sent; a label that is no text (y, true, 5) is the mistake made most.</summary>
internal static class MetadataForm
{
    private const string Texts = "map[string]string";

    private static readonly FrozenDictionary<string, string> _types = new Dictionary<string, string>
    {
        ["annotations"] = Texts,
        ["creationTimestamp"] = "string",
        ["finalizers"] = "[]string",
        ["generateName"] = "string",
        ["generation"] = "int64",
        ["labels"] = Texts,
        ["managedFields"] = "[]v1.ManagedFieldsEntry",
        ["name"] = "string",
        ["namespace"] = "string",
        ["ownerReferences"] = "[]v1.OwnerReference",
        ["resourceVersion"] = "string",
        ["uid"] = "string",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is wrong first, in the words of Go's reader; null: nothing. Pure.</summary>
    public static string? Mistake(ObjectNode content)
    {
        if (content["metadata"] is not { } metadata) { return null; }
        if (metadata is not ObjectNode fields) { return metadata is NullNode ? null : Wrong(metadata, "metadataOnlyObject.metadata", "v1.ObjectMeta"); }
        return fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => _types.GetValueOrDefault(f.Key) is { } type ? Mistake(f.Value, $"ObjectMeta.metadata.{f.Key}", type) : null).FirstOrDefault(static m => m is not null);
    }

    private static string? Mistake(Node value, string field, string type) => (value, type) switch
    {
        (NullNode, _) or (StringNode, "string") or (NumberNode, "int64") => null,
        (ArrayNode, ['[', ..]) => null,
        (ObjectNode texts, Texts) => texts.Select(t => Mistake(t.Value, field, "string")).FirstOrDefault(static m => m is not null),
        _ => Wrong(value, field, type),
    };

    private static string Wrong(Node value, string field, string type)
    {
        var form = value switch { StringNode => "string", NumberNode => "number", BooleanNode => "bool", ArrayNode => "array", _ => "object" };
        return $"json: cannot unmarshal {form} into Go struct field {field} of type {type}";
    }
}

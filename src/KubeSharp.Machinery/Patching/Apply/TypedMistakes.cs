using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions.Libraries;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>
/// What keeps a configuration from being applied: fields that its type has not, values of another type, items named twice; each with its path, in the
/// words of upstream's structured-merge-diff (v6.3). A null is a value of every type. Pure.
/// </summary>
public static class TypedMistakes
{
    /// <summary>All of them; but of a map or object none behind the first field that it has not, and of a list none behind the first item without a name.</summary>
    public static IEnumerable<string> Of(Node value, Schema schema, FieldSchema? field = null, string path = "") => (schema.Kind, value) switch
    {
        (SchemaKind.Any, _) or (_, NullNode) => [],
        (SchemaKind.Object or SchemaKind.Map, ObjectNode fields) => OfFields(fields, schema, path),
        (SchemaKind.Object or SchemaKind.Map, _) => [$"{path}: expected map, got &{{{Plain(value)}}}"],
        (SchemaKind.List, ArrayNode items) => OfItems(items, schema, field, path),
        (SchemaKind.List, _) => [$"{path}: expected list, got &{{{Plain(value)}}}"],
        (SchemaKind.Integer or SchemaKind.Number, not NumberNode) => [$"{path}: expected numeric (int or float), got {TypeName(value)}"],
        (SchemaKind.String or SchemaKind.Bytes, not StringNode) => [$"{path}: expected string, got &value.valueUnstructured{{Value:{Source(value)}}}"],
        (SchemaKind.Boolean, not BooleanNode) => [$"{path}: expected boolean, got &{{{Plain(value)}}}"],
        (SchemaKind.Time or SchemaKind.MicroTime or SchemaKind.Quantity or SchemaKind.IntOrString, ObjectNode or ArrayNode) => [$"{path}: expected any scalar, got &{{{Plain(value)}}}"],
        _ => [],
    };

    private static IEnumerable<string> OfFields(ObjectNode fields, Schema schema, string path)
    {
        foreach (var (name, value) in fields)
        {
            var known = schema.Field(name);
            if (known is null && schema.Kind == SchemaKind.Object)
            {
                if (schema.PreservesUnknownFields || (path.Length == 0 && name is "apiVersion" or "kind")) { continue; }
                yield return $"{path}.{name}: field not declared in schema";
                yield break;
            }
            foreach (var mistake in Of(value, Structured.TypeOf(schema, name), known, $"{path}.{name}")) { yield return mistake; }
        }
    }

    private static IEnumerable<string> OfItems(ArrayNode items, Schema schema, FieldSchema? field, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var at = $"[{i}]";
            if (Structured.IsGranularList(schema, field))
            {
                if (Nameless(items[i], schema, field!) is { } reason)
                {
                    yield return $"{path}: element {i}: {reason}";
                    yield break;
                }
                at = FieldElements.Shown(FieldElements.Of(items[i], schema, field!));
                if (!seen.Add(at)) { yield return $"{path}: duplicate entries for key {at}"; }
            }
            foreach (var mistake in Of(items[i], schema.Items!, null, path + at)) { yield return mistake; }
        }
    }

    // Why the item of a list by keys, or of a set, cannot be told from others.
    private static string? Nameless(Node item, Schema schema, FieldSchema field) => (field.ListType, item) switch
    {
        (ListType.Map, NullNode) => "associative list with keys may not have a null element",
        (ListType.Map, not ObjectNode) => "associative list with keys may not have non-map elements",
        (ListType.Map, _) when FieldElements.Of(item, schema, field) == "k:{}" =>
            $"associative list with keys has an element that omits all key fields [{string.Join(' ', field.ListKeys.Select(static k => $"\"{k}\""))}] (and doesn't have default values for any key fields)",
        (ListType.Set, ObjectNode) => "associative list without keys has an element that's a map type",
        (ListType.Set, ArrayNode) => "not supported: associative list with lists as elements",
        (ListType.Set, NullNode) => "associative list without keys has an element that's an explicit null",
        _ => null,
    };

    // Go's %T.
    private static string TypeName(Node value) => value switch { StringNode => "string", BooleanNode => "bool", ArrayNode => "[]interface {}", _ => "map[string]interface {}" };

    // Go's %v.
    private static string Plain(Node value) => value switch
    {
        StringNode text => text.Value,
        NumberNode number => Texts.Print(number.Double),
        ArrayNode items => $"[{string.Join(' ', items.Select(Plain))}]",
        ObjectNode fields => $"map[{string.Join(' ', Sorted(fields).Select(static f => $"{f.Key}:{Plain(f.Value)}"))}]",
        NullNode => "<nil>",
        _ => value.ToString(),
    };

    // Go's %#v.
    private static string Source(Node value) => value switch
    {
        StringNode text => QuotedText.Go(text.Value),
        NumberNode number => Texts.Print(number.Double),
        ArrayNode items => $"[]interface {{}}{{{string.Join(", ", items.Select(Source))}}}",
        ObjectNode fields => $"map[string]interface {{}}{{{string.Join(", ", Sorted(fields).Select(static f => $"{QuotedText.Go(f.Key)}:{Source(f.Value)}"))}}}",
        NullNode => "interface {}(nil)",
        _ => value.ToString(),
    };

    private static IEnumerable<KeyValuePair<string, Node>> Sorted(ObjectNode fields) => fields.OrderBy(static f => f.Key, StringComparer.Ordinal);
}

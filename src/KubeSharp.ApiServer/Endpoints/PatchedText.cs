using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>
/// What upstream says of an object that a patch made and that does not fit its type. Compat: what the patch went through was read and has its fields by name, what
/// it did not touch has them in the order of upstream's types, a value of a JSON patch as it was sent. Source: apiserver, endpoints/handlers/patch.go; json-patch.
/// </summary>
internal static class PatchedText
{
    /// <summary>The object as it is shown.</summary>
    /// <param name="made">What the patch made.</param>
    /// <param name="touched">What the patch has in this place; null: nothing.</param>
    /// <param name="schema">Its type.</param>
    public static Node Of(Node made, Node? touched, Schema schema) => schema.Structural is not null ? FieldOrder.Sorted(made) : (touched, made) switch
    {
        (null, _) => DeclaredOrder.Of(made, schema),
        (NullNode, _) => made,
        (ObjectNode within, ObjectNode fields) => Sorted(fields, (name, value) => Of(value, within[name], TypeOf(schema, name))),
        (ObjectNode within, ArrayNode items) => new ArrayNode([.. items.Select((item, i) => Of(item, within[$"{i}"] ?? (i == items.Count - 1 ? within["-"] : null), schema.Items ?? Schema.Any))]),
        _ => FieldOrder.Sorted(made),
    };

    /// <summary>What the operations of a JSON patch go through: objects, with null for what is put in as it was sent.</summary>
    public static ObjectNode Touched(Node operations)
    {
        var touched = ObjectNode.Empty;
        foreach (var operation in operations as ArrayNode ?? ArrayNode.Empty)
        {
            string[] path = [.. (operation.TextAt("path") ?? "").Split('/').Skip(1).Select(static s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
            if (path.Length > 0) { touched = Through(touched, path, isPut: operation.TextAt("op") is "add" or "replace"); }
        }
        return touched;
    }

    /// <summary>Compat: what a strategic merge patch made is not read from JSON but restored from a tree, which fails in other words. Source: apimachinery, runtime/converter.go.</summary>
    public static string Unrestored(string what)
    {
        const string Begin = "json: cannot unmarshal ";
        const string Type = " of type ";
        if (!what.StartsWith(Begin, StringComparison.Ordinal) || what.LastIndexOf(Type, StringComparison.Ordinal) is not (> 0 and var at)) { return what; }
        var told = what[Begin.Length..at].Split(' ');
        var given = told[0] switch { "array" => "slice", "object" => "map", "number" => told[1].AsSpan().ContainsAny('.', 'e') ? "float64" : "int64", var other => other };
        var type = what[(at + Type.Length)..];
        if (type.StartsWith("map[", StringComparison.Ordinal)) { return $"cannot restore map from {given}"; }
        if (type.StartsWith("[]", StringComparison.Ordinal)) { return $"cannot restore slice from {given}"; }
        if (type.Contains('.', StringComparison.Ordinal)) { return $"cannot restore struct from: {given}"; }
        return (given, type) is ("int64", "string") or ("float64", "int32" or "int64") ? $"cannot convert {given} to {type}" : $"unrecognized type: {type}";
    }

    private static ObjectNode Through(ObjectNode touched, ReadOnlySpan<string> path, bool isPut)
    {
        if (path.Length == 1) { return isPut ? touched.Set(path[0], NullNode.Instance) : touched; }
        return touched[path[0]] is NullNode ? touched : touched.Set(path[0], Through(touched[path[0]] as ObjectNode ?? ObjectNode.Empty, path[1..], isPut));
    }

    private static ObjectNode Sorted(ObjectNode fields, Func<string, Node, Node> shown) =>
        ObjectNode.Of([.. fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, (Node?)shown(f.Key, f.Value)))]);

    private static Schema TypeOf(Schema schema, string name) => schema.Field(name)?.Type ?? schema.Items ?? Schema.Any;
}

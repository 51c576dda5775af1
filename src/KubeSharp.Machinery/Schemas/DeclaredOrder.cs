using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Schemas;

/// <summary>The order of fields in which Go writes a type: as they are declared, the keys of maps by name.</summary>
public static class DeclaredOrder
{
    /// <summary>The same tree in that order; fields that are not declared come last, as they stood.</summary>
    public static Node Of(Node value, Schema schema) => value switch
    {
        ObjectNode fields when schema.Kind == SchemaKind.Object => Placed(fields, schema),
        ObjectNode fields when schema.Kind == SchemaKind.Map =>
            ObjectNode.Of([.. fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, (Node?)Of(f.Value, schema.Items!)))]),
        ArrayNode items when schema.Items is { } type => new ArrayNode([.. items.Select(i => Of(i, type))]),
        _ => value,
    };

    private static ObjectNode Placed(ObjectNode fields, Schema schema)
    {
        var result = new ObjectNode.Builder(fields.Count);
        foreach (var field in schema.Fields)
        {
            if (fields[field.Name] is { } value) { result.Set(field.Name, Of(value, field.Type)); }
        }
        foreach (var (name, value) in fields.Fields)
        {
            if (schema.Field(name) is null) { result.Set(name, value); }
        }
        return result.ToNode();
    }
}

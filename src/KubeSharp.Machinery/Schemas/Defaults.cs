using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Schemas;

/// <summary>
/// Brings a document into the form in which upstream's types hold it: what is missing is filled in, and what is zero is left out where the type
/// cannot tell it from what was not given.
/// </summary>
public static class Defaults
{
    /// <summary>The document in that form; itself where it is in it.</summary>
    public static ObjectNode Fill(ObjectNode document, Schema schema) =>
        schema.Structural is { } structural ? Structural.StructuralDefaults.Fill(document, structural) : (ObjectNode)FillValue(document, schema);

    private static Node FillValue(Node value, Schema schema) => (value, schema.Kind) switch
    {
        (ObjectNode fields, SchemaKind.Object) => FillObject(fields, schema),
        (ObjectNode entries, SchemaKind.Map) when schema.Items!.Kind is SchemaKind.Object or SchemaKind.Map or SchemaKind.List => FillMap(entries, schema.Items),
        (ArrayNode items, SchemaKind.List) when schema.Items!.Kind is SchemaKind.Object or SchemaKind.Map or SchemaKind.List => FillList(items, schema.Items),
        _ => value,
    };

    private static ObjectNode FillObject(ObjectNode document, Schema schema)
    {
        var result = document;
        List<KeyValuePair<string, Node>>? added = null;
        foreach (var field in schema.Fields)
        {
            var value = document[field.Name];
            if (value is null)
            {
                if (Missing(field) is { } given) { (added ??= []).Add(new(field.Name, given)); }
                continue;
            }
            if (value is NullNode && field.Type.IsNullable) { continue; }
            if (value is NullNode || field.OmitsZero && FieldSchema.IsZero(value)) { result = Missing(field) is { } given ? result.Set(field.Name, given) : result.Remove(field.Name); }
            else { result = result.Set(field.Name, FillValue(value, field.Type)); }
        }
        return added is null ? result : result.Append(added);
    }

    // An object held by value is always there, with the fields of its own that always are.
    private static Node? Missing(FieldSchema field) => field switch
    {
        { Default: ObjectNode given } => FillValue(given, field.Type),
        { Default: { } given } => given,
        { IsNullIfNone: true } => NullNode.Instance,
        _ => null,
    };

    private static ObjectNode FillMap(ObjectNode entries, Schema schema)
    {
        var result = entries;
        foreach (var (key, value) in entries.Fields) { result = result.Set(key, FillValue(value, schema)); }
        return result;
    }

    private static ArrayNode FillList(ArrayNode items, Schema schema)
    {
        var result = items;
        for (var i = 0; i < items.Count; i++) { result = result.SetItem(i, FillValue(items[i], schema)); }
        return result;
    }
}

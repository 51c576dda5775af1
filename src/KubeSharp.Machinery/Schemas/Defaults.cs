using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Schemas;

/// <summary>Fills in what a schema says a missing field is.</summary>
public static class Defaults
{
    /// <summary>The document with its missing fields filled in; itself where nothing is missing.</summary>
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
        foreach (var field in schema.Fields)
        {
            var value = document[field.Name];
            if (value is null or NullNode)
            {
                if (field.Default is null || value is NullNode && field.Type.IsNullable) { continue; }
                // Empty objects that only the Go types demand are not made up.
                if (field.Default is ObjectNode { Count: 0 } && schema.Name.Length > 0) { continue; }
                result = result.Set(field.Name, field.Default);
                continue;
            }
            result = result.Set(field.Name, FillValue(value, field.Type));
        }
        return result;
    }

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

using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>Fills in defaults of a structural schema. A null that is no value counts as missing: it gets the default, or goes. Source: Extend the Kubernetes API with CustomResourceDefinitions, defaulting and nullable.</summary>
public static class StructuralDefaults
{
    /// <summary>The object with its missing fields; itself where nothing is missing.</summary>
    public static ObjectNode Fill(ObjectNode value, StructuralSchema schema) => FillObject(value, schema);

    /// <summary>A default with the defaults of what is in it.</summary>
    public static Node FillValue(Node value, StructuralSchema? schema) => (value, schema) switch
    {
        (_, null) => value,
        (ObjectNode fields, _) => FillObject(fields, schema),
        (ArrayNode items, { Items: { } below }) => FillItems(items, below),
        _ => value,
    };

    private static ObjectNode FillObject(ObjectNode value, StructuralSchema schema)
    {
        var result = value;
        foreach (var (name, property) in schema.Properties)
        {
            var child = result[name];
            if (child is null or NullNode && !(child is NullNode && property.IsNullable))
            {
                if (property.Default is { } given) { result = result.Set(name, FillValue(given, property)); }
                else if (child is NullNode && property.Type.Length > 0) { result = result.Remove(name); }
            }
            else if (property.HasDefaults || child is ObjectNode or ArrayNode) { result = result.Set(name, FillValue(child, property)); }
        }
        if (schema.AdditionalProperties is not { } values) { return result; }
        foreach (var (name, child) in result.Fields)
        {
            if (schema.Properties.ContainsKey(name)) { continue; }
            if (child is NullNode && !values.IsNullable) { result = values.Default is { } given ? result.Set(name, given) : values.Type.Length > 0 ? result.Remove(name) : result; }
            else { result = result.Set(name, FillValue(child, values)); }
        }
        return result;
    }

    private static ArrayNode FillItems(ArrayNode items, StructuralSchema schema)
    {
        for (var i = 0; i < items.Count; i++)
        {
            items = items.SetItem(i, items[i] is NullNode && !schema.IsNullable && schema.Default is { } given ? given : FillValue(items[i], schema));
        }
        return items;
    }
}

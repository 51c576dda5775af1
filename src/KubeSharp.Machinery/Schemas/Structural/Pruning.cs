using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>
/// Drops the fields that a schema does not name, and brings the metadata of objects that are held into shape. What is right already is not copied.
/// </summary>
/// <param name="metadata">The schema of metadata.</param>
/// <param name="dropped">Is told the path of each field that is dropped.</param>
public sealed class Pruning(Schema metadata, Action<string> dropped)
{
    private readonly Schema _resource = new(SchemaKind.Object, "", () => [new FieldSchema("metadata", () => metadata)]) { PreservesUnknownFields = true };

    /// <summary>The object without what the schema does not name.</summary>
    /// <exception cref="Statuses.StatusException">400: metadata has a value of a wrong type.</exception>
    public ObjectNode Prune(ObjectNode value, StructuralSchema schema) => PruneObject(Metadata(value, ""), schema, "", isResource: true, keepsUnknown: schema.PreservesUnknownFields);

    private Node PruneValue(Node value, StructuralSchema? schema, string path, bool keepsUnknown) => value switch
    {
        ObjectNode fields when schema is { IsEmbeddedResource: true } => PruneObject(Metadata(fields, path), schema, path, isResource: true, keepsUnknown || schema.PreservesUnknownFields),
        ObjectNode fields => PruneObject(fields, schema, path, isResource: false, keepsUnknown || schema is { PreservesUnknownFields: true }),
        ArrayNode items => PruneItems(items, schema?.Items, path, keepsUnknown && schema?.Items is null),
        _ => value,
    };

    private ObjectNode PruneObject(ObjectNode value, StructuralSchema? schema, string path, bool isResource, bool keepsUnknown)
    {
        if (schema is null && keepsUnknown) { return value; }
        ObjectNode.Builder? changed = null;
        var fields = value.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            var (name, child) = fields[i];
            var below = path.Length == 0 ? name : $"{path}.{name}";
            Node? kept;
            if (isResource && name is "apiVersion" or "kind" or "metadata") { kept = child; }
            else if (schema is not null && schema.Properties.TryGetValue(name, out var property)) { kept = PruneValue(child, property, below, keepsUnknown: false); }
            else if (schema is { AllowsAdditionalProperties: true }) { kept = PruneValue(child, schema.AdditionalProperties, below, keepsUnknown: false); }
            else { kept = keepsUnknown ? child : null; }
            if (kept is null) { dropped(below); }
            if (changed is null && !ReferenceEquals(kept, child))
            {
                changed = new ObjectNode.Builder(fields.Length);
                foreach (var (earlier, same) in fields[..i]) { changed.Set(earlier, same); }
            }
            if (kept is not null) { changed?.Set(name, kept); }
        }
        return changed?.ToNode() ?? value;
    }

    private ArrayNode PruneItems(ArrayNode items, StructuralSchema? schema, string path, bool keepsUnknown)
    {
        if (schema is null && keepsUnknown) { return items; }
        for (var i = 0; i < items.Count; i++) { items = items.SetItem(i, PruneValue(items[i], schema, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", keepsUnknown)); }
        return items;
    }

    // apiVersion and kind are left as they are: what is wrong with them is found by validation.
    private ObjectNode Metadata(ObjectNode value, string path) =>
        value["metadata"] is null ? value : new DocumentReader(unknown => dropped(path.Length == 0 ? unknown : $"{path}.{unknown}")).Read(value, _resource);
}

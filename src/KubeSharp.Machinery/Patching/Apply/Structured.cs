using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>Merging and comparing by schema: granular maps field by field, lists by keys, sets by value, all else as one. Pure.</summary>
internal static class Structured
{
    /// <summary>The fields that a configuration names: its values, and the items of its lists.</summary>
    public static FieldSet Fields(Node value, Schema schema, FieldSchema? field = null, bool isItem = false)
    {
        if (value is ObjectNode { Count: > 0 } fields && IsGranularObject(schema, field))
        {
            var set = new FieldSet { IsMember = isItem };
            foreach (var (name, child) in fields.Fields)
            {
                var known = schema.Field(name);
                set.Put(FieldElements.Of(known, name), Fields(child, TypeOf(schema, name), known));
            }
            return set;
        }
        if (value is ArrayNode items && IsGranularList(schema, field))
        {
            var set = new FieldSet { IsMember = isItem };
            foreach (var item in items.Items) { set.Put(FieldElements.Of(item, schema, field!), field!.ListType == ListType.Map ? Fields(item, schema.Items!, isItem: true) : FieldSet.Leaf); }
            return set;
        }
        return FieldSet.Leaf;
    }

    /// <summary>The live value with the wanted one laid over it.</summary>
    public static Node Merge(Node? live, Node wanted, Schema schema, FieldSchema? field = null)
    {
        if (IsGranularObject(schema, field) && live is ObjectNode below && wanted is ObjectNode above)
        {
            foreach (var (name, child) in above) { below = below.Set(name, Merge(below[name], child, TypeOf(schema, name), schema.Field(name))); }
            return below;
        }
        if (!IsGranularList(schema, field) || live is not ArrayNode items || wanted is not ArrayNode more) { return wanted; }
        foreach (var item in more)
        {
            var index = IndexOf(items, FieldElements.Of(item, schema, field!), schema, field!);
            items = index < 0 ? items.Add(item) : items.SetItem(index, Merge(items[index], item, schema.Items!));
        }
        return items;
    }

    /// <summary>The value without the fields; null: nothing is left of what was there.</summary>
    public static Node? Without(Node value, FieldSet fields, Schema schema, FieldSchema? field = null)
    {
        if (fields.IsMember && (fields.Children.Count == 0 || field is null)) { return null; }
        if (IsGranularObject(schema, field) && value is ObjectNode result)
        {
            foreach (var (element, below) in fields.Children)
            {
                var name = element[2..];
                if (result[name] is { } child) { result = Without(child, below, TypeOf(schema, name), schema.Field(name)) is { } left ? result.Set(name, left) : result.Remove(name); }
            }
            return result.Count == 0 && !fields.IsEmpty ? null : result;
        }
        if (!IsGranularList(schema, field) || value is not ArrayNode items) { return value; }
        var kept = items.Select(i => fields.Child(FieldElements.Of(i, schema, field!)) is not { } below ? i : below.IsMember ? null : Without(i, below, schema.Items!)).OfType<Node>();
        return kept.ToArray() is { Length: > 0 } some ? ArrayNode.Of(some) : null;
    }

    /// <summary>Whether each of its fields has an owner of its own.</summary>
    public static bool IsGranularObject(Schema schema, FieldSchema? field) =>
        schema.Kind is SchemaKind.Object or SchemaKind.Map && field?.MapType != MapType.Atomic && (schema.MapType != MapType.Atomic || field?.MapType == MapType.Granular);

    /// <summary>Whether each of its items has an owner of its own.</summary>
    public static bool IsGranularList(Schema schema, FieldSchema? field) => schema.Kind == SchemaKind.List && field is { ListType: not ListType.Atomic };

    /// <summary>The type of an object's field or a map's value.</summary>
    public static Schema TypeOf(Schema schema, string name) => schema.Kind == SchemaKind.Map ? schema.Items ?? Schema.Any : schema.Field(name)?.Type ?? (schema.PreservesUnknownFields ? Schema.Untyped : Schema.Any);

    private static int IndexOf(ArrayNode items, string element, Schema schema, FieldSchema field)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (FieldElements.Of(items[i], schema, field) == element) { return i; }
        }
        return -1;
    }
}

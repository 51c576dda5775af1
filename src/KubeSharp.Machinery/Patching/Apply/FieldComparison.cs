using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>What differs between two values of a type. Pure.</summary>
/// <param name="Changed">The fields of the new one that the old one has not or has otherwise; what is new, with the places that hold it.</param>
/// <param name="Removed">The fields of the old one that the new one has not.</param>
public sealed record FieldComparison(FieldSet Changed, FieldSet Removed)
{
    private static readonly FieldComparison _same = new(FieldSet.Empty, FieldSet.Empty);

    /// <summary>Nothing differs.</summary>
    public bool IsSame => Changed.IsEmpty && Removed.IsEmpty;

    /// <summary>What of it the filter keeps.</summary>
    public FieldComparison Kept(FieldFilter filter) => IsSame ? this : new(Changed.Kept(filter), Removed.Kept(filter));

    /// <summary>Compares.</summary>
    public static FieldComparison Of(Node old, Node value, Schema schema, FieldSchema? field = null)
    {
        if (value.Equals(old)) { return _same; }
        if (Structured.IsGranularObject(schema, field) && old is ObjectNode or NullNode && value is ObjectNode or NullNode)
        {
            return OfObjects(old as ObjectNode ?? ObjectNode.Empty, value as ObjectNode ?? ObjectNode.Empty, schema);
        }
        if (Structured.IsGranularList(schema, field) && old is ArrayNode or NullNode && value is ArrayNode or NullNode)
        {
            return OfLists(old as ArrayNode ?? ArrayNode.Empty, value as ArrayNode ?? ArrayNode.Empty, schema, field!);
        }
        return new(FieldSet.Leaf, FieldSet.Empty);
    }

    private static FieldComparison OfObjects(ObjectNode old, ObjectNode value, Schema schema)
    {
        var (changed, removed) = (new FieldSet(), new FieldSet());
        foreach (var (name, child) in value.Fields)
        {
            var before = old[name];
            if (ReferenceEquals(before, child)) { continue; }
            var (type, field) = (Structured.TypeOf(schema, name), schema.Field(name));
            var element = FieldElements.Of(field, name);
            // Go's types print null only where they print it always: that is no news.
            if (before is null && child is NullNode) { continue; }
            if (before is null)
            {
                changed.Put(element, Whole(child, type, field));
                continue;
            }
            var below = Of(before, child, type, field);
            changed.Put(element, below.Changed);
            removed.Put(element, below.Removed);
        }
        foreach (var (name, child) in old.Fields)
        {
            if (value[name] is null) { removed.Put("f:" + name, Whole(child, Structured.TypeOf(schema, name), schema.Field(name))); }
        }
        return new(changed, removed);
    }

    private static FieldComparison OfLists(ArrayNode old, ArrayNode value, Schema schema, FieldSchema field)
    {
        var (changed, removed) = (new FieldSet(), new FieldSet());
        var before = Elements(old, schema, field);
        var after = Elements(value, schema, field);
        foreach (var (element, item) in after)
        {
            if (!before.TryGetValue(element, out var was)) { changed.Put(element, Whole(item, schema.Items!, null)); }
            else if (field.ListType == ListType.Map)
            {
                var below = Of(was, item, schema.Items!);
                changed.Put(element, below.Changed);
                removed.Put(element, below.Removed);
            }
        }
        foreach (var (element, item) in before)
        {
            if (!after.ContainsKey(element)) { removed.Put(element, Whole(item, schema.Items!, null)); }
        }
        return new(changed, removed);
    }

    // The place, and all that is below it.
    private static FieldSet Whole(Node value, Schema schema, FieldSchema? field)
    {
        if (value is ObjectNode { Count: > 0 } fields && Structured.IsGranularObject(schema, field))
        {
            var set = new FieldSet { IsMember = true };
            foreach (var (name, child) in fields.Fields)
            {
                var known = schema.Field(name);
                set.Put(FieldElements.Of(known, name), Whole(child, Structured.TypeOf(schema, name), known));
            }
            return set;
        }
        if (value is ArrayNode { Count: > 0 } items && Structured.IsGranularList(schema, field))
        {
            var set = new FieldSet { IsMember = true };
            foreach (var item in items.Items) { set.Put(FieldElements.Of(item, schema, field!), field!.ListType == ListType.Map ? Whole(item, schema.Items!, null) : FieldSet.Leaf); }
            return set;
        }
        return FieldSet.Leaf;
    }

    private static Dictionary<string, Node> Elements(ArrayNode items, Schema schema, FieldSchema field)
    {
        var elements = new Dictionary<string, Node>(items.Count, StringComparer.Ordinal);
        foreach (var item in items.Items) { elements[FieldElements.Of(item, schema, field)] = item; }
        return elements;
    }
}

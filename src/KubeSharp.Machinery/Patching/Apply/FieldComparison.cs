using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>What differs between two values of a type. Pure.</summary>
/// <param name="Changed">The fields of the new one that the old one has not or has otherwise; what is new, with the places that hold it.</param>
/// <param name="Removed">The fields of the old one that the new one has not.</param>
public sealed record FieldComparison(FieldSet Changed, FieldSet Removed)
{
    private static readonly FieldComparison _same = new(new FieldSet(), new FieldSet());

    /// <summary>Nothing differs.</summary>
    public bool IsSame => Changed.IsEmpty && Removed.IsEmpty;

    /// <summary>Without all that is at or below elements of the first level.</summary>
    public FieldComparison WithoutBelow(Func<string, bool> element) => IsSame ? this : new(Changed.WithoutBelow(element), Removed.WithoutBelow(element));

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
        return new(FieldSet.Leaf(), new FieldSet());
    }

    private static FieldComparison OfObjects(ObjectNode old, ObjectNode value, Schema schema)
    {
        var (changed, removed) = (new FieldSet(), new FieldSet());
        foreach (var (name, child) in value)
        {
            var (type, field) = (Structured.TypeOf(schema, name), schema.Field(name));
            if (old[name] is not { } before)
            {
                changed.Put("f:" + name, Whole(child, type, field));
                continue;
            }
            var below = Of(before, child, type, field);
            changed.Put("f:" + name, below.Changed);
            removed.Put("f:" + name, below.Removed);
        }
        foreach (var (name, child) in old)
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
        var set = FieldSet.Leaf();
        if (value is ObjectNode fields && Structured.IsGranularObject(schema, field))
        {
            foreach (var (name, child) in fields) { set.Put("f:" + name, Whole(child, Structured.TypeOf(schema, name), schema.Field(name))); }
        }
        else if (value is ArrayNode items && Structured.IsGranularList(schema, field))
        {
            foreach (var (element, item) in Elements(items, schema, field!)) { set.Put(element, field!.ListType == ListType.Map ? Whole(item, schema.Items!, null) : FieldSet.Leaf()); }
        }
        return set;
    }

    private static Dictionary<string, Node> Elements(ArrayNode items, Schema schema, FieldSchema field)
    {
        var elements = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var item in items) { elements[Structured.Element(item, schema, field)] = item; }
        return elements;
    }
}

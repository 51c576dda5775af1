using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Patching;

/// <summary>
/// Strategic merge patch: the type says which lists merge and by which key. Source: Update API Objects in Place Using kubectl patch;
/// strategic-merge-patch design note (directives $patch, $retainKeys, $deleteFromPrimitiveList, $setElementOrder).
/// </summary>
public static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";
    private const string OrderPrefix = "$setElementOrder/";

    /// <summary>The target with the patch applied.</summary>
    /// <exception cref="PatchException">A directive is unknown or a merge key is missing.</exception>
    public static ObjectNode Apply(ObjectNode target, ObjectNode patch, Schema schema) => MergeObject(target, patch, schema);

    private static ObjectNode MergeObject(ObjectNode? target, ObjectNode patch, Schema schema)
    {
        switch (patch.TextAt(Directive))
        {
            case "replace": return Clean(patch.Remove(Directive));
            case "delete": return ObjectNode.Empty;
            case null or "merge": break;
            case var other: throw new PatchException($"unknown patch type: {other}");
        }
        var result = target ?? ObjectNode.Empty;
        if (patch[RetainKeys] is ArrayNode kept) { result = Retain(result, kept); }
        foreach (var (name, value) in patch.Fields)
        {
            if (name is Directive or RetainKeys || name.StartsWith(OrderPrefix, StringComparison.Ordinal)) { continue; }
            if (name.StartsWith(DeletePrefix, StringComparison.Ordinal))
            {
                result = DeleteFrom(result, name[DeletePrefix.Length..], value);
                continue;
            }
            var field = schema.Field(name);
            result = value is NullNode ? result.Remove(name) : result.Set(name, MergeValue(result[name], value, field, field?.Type ?? schema.Items ?? Schema.Any));
        }
        return Reorder(result, target, patch, schema);
    }

    private static Node MergeValue(Node? target, Node patch, FieldSchema? field, Schema schema) => patch switch
    {
        ObjectNode fields => MergeObject(target as ObjectNode, fields, schema),
        ArrayNode items when field is { PatchMerges: true } => MergeList(target as ArrayNode, items, field, schema.Items ?? Schema.Any),
        ArrayNode items => CleanList(items),
        _ => patch,
    };

    private static ArrayNode MergeList(ArrayNode? target, ArrayNode patch, FieldSchema field, Schema itemSchema)
    {
        if (field.MergeKey.Length == 0) { return Ordered([.. (target ?? ArrayNode.Empty).Union(patch)], patch, target, ""); }
        if (patch.Any(static i => i.TextAt(Directive) == "replace" && i is ObjectNode { Count: 1 }))
        {
            return new ArrayNode([.. patch.Where(static i => i.TextAt(Directive) is null).Select(CleanItem)]);
        }
        var items = target?.Items.ToList() ?? [];
        foreach (var item in patch)
        {
            var key = item.At(field.MergeKey) ?? throw new PatchException($"map: {item} does not contain declared merge key: {field.MergeKey}", true);
            var i = items.FindIndex(existing => key.Equals(existing.At(field.MergeKey)));
            if (item.TextAt(Directive) == "delete")
            {
                items.RemoveAll(existing => key.Equals(existing.At(field.MergeKey)));
                continue;
            }
            if (i >= 0) { items[i] = MergeObject(items[i] as ObjectNode, (ObjectNode)item, itemSchema); }
            else { items.Add(MergeObject(null, (ObjectNode)item, itemSchema)); }
        }
        return Ordered(items, patch, target, field.MergeKey);
    }

    // $setElementOrder/LIST: the order of the items it names.
    private static ObjectNode Reorder(ObjectNode result, ObjectNode? target, ObjectNode patch, Schema schema)
    {
        foreach (var (name, value) in patch.Fields)
        {
            if (!name.StartsWith(OrderPrefix, StringComparison.Ordinal) || value is not ArrayNode order) { continue; }
            var list = name[OrderPrefix.Length..];
            if (result[list] is ArrayNode items) { result = result.Set(list, Ordered([.. items], order, target?[list] as ArrayNode, schema.Field(list)?.MergeKey ?? "")); }
        }
        return result;
    }

    // Those that are named stand in the order of the names, the others as they stood. Compat: of one of each that could be next the named one is,
    // but where both were there before and the other stood before it: so what is new comes first.
    private static ArrayNode Ordered(IReadOnlyList<Node> items, ArrayNode named, ArrayNode? before, string mergeKey)
    {
        Node Key(Node item) => mergeKey.Length == 0 ? item : item.At(mergeKey) ?? NullNode.Instance;
        Dictionary<Node, int> Places(IEnumerable<Node> order) => order.Select((o, i) => (Key: Key(o), i)).GroupBy(static p => p.Key).ToDictionary(static g => g.Key, static g => g.First().i);
        var (names, stood) = (Places(named), Places(before ?? ArrayNode.Empty));
        var first = new Queue<Node>(items.Where(i => names.ContainsKey(Key(i))).OrderBy(i => names[Key(i)]));
        var others = new Queue<Node>(items.Where(i => !names.ContainsKey(Key(i))).OrderBy(i => stood.GetValueOrDefault(Key(i), int.MaxValue)));
        var result = new List<Node>(items.Count);
        while (first.Count > 0 && others.Count > 0)
        {
            var stoodBefore = stood.TryGetValue(Key(others.Peek()), out var other) && stood.TryGetValue(Key(first.Peek()), out var place) && other < place;
            result.Add(stoodBefore ? others.Dequeue() : first.Dequeue());
        }
        return new ArrayNode([.. result, .. first, .. others]);
    }

    private static ObjectNode Retain(ObjectNode target, ArrayNode kept)
    {
        foreach (var (name, _) in target)
        {
            if (!kept.Any(k => k is StringNode text && text.Value == name)) { target = target.Remove(name); }
        }
        return target;
    }

    private static ObjectNode DeleteFrom(ObjectNode target, string list, Node gone) =>
        target[list] is ArrayNode items && gone is ArrayNode values ? target.Set(list, new ArrayNode([.. items.Where(i => !values.Contains(i))])) : target;

    // What is put in as it stands must not carry directives into the store.
    private static ObjectNode Clean(ObjectNode node)
    {
        var result = new ObjectNode.Builder(node.Count);
        foreach (var (name, value) in node.Fields)
        {
            if (name is Directive or RetainKeys || name.StartsWith(DeletePrefix, StringComparison.Ordinal) || name.StartsWith(OrderPrefix, StringComparison.Ordinal)) { continue; }
            if (value is not NullNode) { result.Set(name, CleanItem(value)); }
        }
        return result.ToNode();
    }

    private static ArrayNode CleanList(ArrayNode items) => new([.. items.Select(CleanItem)]);

    private static Node CleanItem(Node node) => node switch
    {
        ObjectNode fields => Clean(fields),
        ArrayNode items => CleanList(items),
        _ => node,
    };
}

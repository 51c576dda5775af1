using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using static KubeSharp.Machinery.Patching.StrategicDirectives;

namespace KubeSharp.Machinery.Patching;

/// <summary>
/// Strategic merge patch: the type says which lists merge and by which key. Source: Update API Objects in Place Using kubectl patch;
/// strategic-merge-patch design note (directives $patch, $retainKeys, $deleteFromPrimitiveList, $setElementOrder).
/// </summary>
public static class StrategicMergePatch
{
    /// <summary>The target with the patch applied.</summary>
    /// <exception cref="PatchException">A directive is not what it must be, or a merge key is missing.</exception>
    public static ObjectNode Apply(ObjectNode target, ObjectNode patch, Schema schema) => MergeObject(target, patch, schema);

    /// <summary>The patch as messages show it.</summary>
    public static string Shown(Node patch) => Text(patch);

    private static ObjectNode MergeObject(ObjectNode target, ObjectNode patch, Schema schema)
    {
        if (patch[Directive] is { } directive)
        {
            return directive switch
            {
                StringNode { Value: "replace" } => Clean(patch, CleanItem),
                StringNode { Value: "delete" } => ObjectNode.Empty,
                _ => throw Unknown(directive, patch),
            };
        }
        var orders = Orders(target, patch, schema);
        var result = patch.TryGet(RetainKeys, out _) ? Retain(target, Kept(patch)) : target;
        foreach (var (name, value) in patch.Fields)
        {
            if (name.StartsWith(Delete, StringComparison.Ordinal)) { result = DeleteFrom(result, ListOf(name, Delete), value, schema); }
            if (Has(name)) { continue; }
            var field = schema.Field(name);
            result = MergeValue(result[name], value, field, field?.Type ?? schema.Items ?? Schema.Any) is { } merged ? result.Set(name, merged) : result.Remove(name);
        }
        foreach (var (list, order) in orders)
        {
            if (result[list] is ArrayNode items) { result = result.Set(list, Ordered([.. items], order, target[list] as ArrayNode, schema.Field(list)?.MergeKey ?? "")); }
        }
        return result;
    }

    private static Node? MergeValue(Node? target, Node patch, FieldSchema? field, Schema schema) => (target, patch) switch
    {
        (_, NullNode) => null,
        (ObjectNode fields, ObjectNode changes) => MergeObject(fields, changes, schema),
        (ArrayNode there, ArrayNode items) when field is { PatchMerges: true } => MergeList(there, items, field, schema.Items ?? Schema.Any),
        (ArrayNode, ArrayNode items) => CleanList(items, CleanItem),
        _ => WithoutDirected(patch),
    };

    private static ArrayNode MergeList(ArrayNode target, ArrayNode patch, FieldSchema field, Schema itemSchema)
    {
        if (!HoldObjects(target, patch)) { return Ordered([.. target.Union(patch)], patch, target, ""); }
        if (field.MergeKey.Length == 0) { throw new PatchException("cannot merge lists without merge key for type struct", PatchFault.Unforeseen); }
        var (items, isReplaced) = (target.Items.ToList(), false);
        foreach (var item in patch)
        {
            switch (item.At(Directive))
            {
                case null: break;
                case StringNode { Value: "delete" }:
                    var gone = item.At(field.MergeKey) ?? throw NoMergeKey(item, field.MergeKey);
                    items.RemoveAll(existing => gone.Equals(existing.At(field.MergeKey)));
                    break;
                case StringNode { Value: "replace" }: isReplaced = true; break;
                case StringNode { Value: "merge" }: throw new PatchException("merging lists cannot yet be specified in the patch", PatchFault.Unforeseen);
                case var other: throw Unknown(other, item);
            }
        }
        if (isReplaced) { items.Clear(); }
        foreach (var item in patch.Cast<ObjectNode>().Where(static i => i[Directive] is null))
        {
            var key = item[field.MergeKey] ?? throw NoMergeKey(item, field.MergeKey);
            var i = items.FindIndex(existing => key.Equals(existing.At(field.MergeKey)));
            if (i >= 0) { items[i] = MergeObject((ObjectNode)items[i], item, itemSchema); }
            else { items.Add(WithoutDirected(item)!); }
        }
        return Ordered(items, patch, target, field.MergeKey);
    }

    // $setElementOrder/LIST: the order of the items it names.
    private static List<(string List, ArrayNode Order)> Orders(ObjectNode target, ObjectNode patch, Schema schema)
    {
        var orders = new List<(string, ArrayNode)>();
        foreach (var (name, value) in patch.Fields)
        {
            if (!name.StartsWith(Order, StringComparison.Ordinal)) { continue; }
            var list = ListOf(name, Order);
            orders.Add((list, OrderOf(value, target[list], patch[list], schema.Field(list)?.MergeKey ?? "")));
        }
        return orders;
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

    private static ObjectNode Retain(ObjectNode target, HashSet<string> kept)
    {
        foreach (var (name, _) in target)
        {
            if (!kept.Contains(name)) { target = target.Remove(name); }
        }
        return target;
    }

    // Compat: what is no list is passed over; null takes the whole list.
    private static ObjectNode DeleteFrom(ObjectNode target, string list, Node gone, Schema schema)
    {
        if (gone is NullNode) { return target.Remove(list); }
        if (target[list] is not ArrayNode items || gone is not ArrayNode values) { return target; }
        if (HoldObjects(items, values)) { return schema.Field(list) is { } field ? target.Set(list, MergeList(items, values, field, field.Type.Items ?? Schema.Any)) : target; }
        return target.Set(list, new ArrayNode([.. items.Where(i => !values.Contains(i))]));
    }

    // What is put in as it stands must not carry directives into the store.
    private static ObjectNode Clean(ObjectNode node, Func<Node, Node?> item)
    {
        var result = new ObjectNode.Builder(node.Count);
        foreach (var (name, value) in node.Fields)
        {
            if (!Has(name) && value is not NullNode && item(value) is { } kept) { result.Set(name, kept); }
        }
        return result.ToNode();
    }

    private static ArrayNode CleanList(ArrayNode items, Func<Node, Node?> item) => new([.. items.Select(item).OfType<Node>()]);

    private static Node CleanItem(Node node) => node switch
    {
        ObjectNode fields => Clean(fields, CleanItem),
        ArrayNode items => CleanList(items, CleanItem),
        _ => node,
    };

    // Of what was not there before, objects that say how to merge are left out: there is nothing to merge them with.
    private static Node? WithoutDirected(Node node) => node switch
    {
        ObjectNode fields => fields[Directive] is null ? Clean(fields, WithoutDirected) : null,
        ArrayNode items => CleanList(items, WithoutDirected),
        _ => node,
    };
}

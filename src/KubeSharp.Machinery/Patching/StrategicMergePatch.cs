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
        return Reorder(result, patch, schema);
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
        if (field.MergeKey.Length == 0)
        {
            var scalars = target?.Items.ToList() ?? [];
            foreach (var item in patch)
            {
                if (!scalars.Contains(item)) { scalars.Add(item); }
            }
            return new ArrayNode([.. scalars]);
        }
        if (patch.Any(static i => i.TextAt(Directive) == "replace" && i is ObjectNode { Count: 1 }))
        {
            return new ArrayNode([.. patch.Where(static i => i.TextAt(Directive) is null).Select(CleanItem)]);
        }
        var items = target?.Items.ToList() ?? [];
        var added = new List<Node>();
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
            else { added.Add(MergeObject(null, (ObjectNode)item, itemSchema)); }
        }
        // Compat: what a patch adds without an order stands behind what is there.
        items.AddRange(added);
        return new ArrayNode([.. items]);
    }

    // $setElementOrder/LIST: items it names stand in its order; the others keep their place beside those they stood behind.
    private static ObjectNode Reorder(ObjectNode result, ObjectNode patch, Schema schema)
    {
        foreach (var (name, value) in patch.Fields)
        {
            if (!name.StartsWith(OrderPrefix, StringComparison.Ordinal) || value is not ArrayNode order) { continue; }
            var list = name[OrderPrefix.Length..];
            if (result[list] is not ArrayNode items) { continue; }
            var mergeKey = schema.Field(list)?.MergeKey ?? "";
            Node Key(Node item) => mergeKey.Length == 0 ? item : item.At(mergeKey) ?? NullNode.Instance;
            var places = order.Select((o, i) => (Key: Key(o), i)).GroupBy(static p => p.Key).ToDictionary(static g => g.Key, static g => g.First().i);
            var last = -1;
            var ranked = items.Select((item, i) => (item, Rank: places.TryGetValue(Key(item), out var place) ? last = place : last, Named: places.ContainsKey(Key(item)), i)).ToArray();
            result = result.Set(list, new ArrayNode([.. ranked.OrderBy(static r => r.Rank).ThenByDescending(static r => r.Named).ThenBy(static r => r.i).Select(static r => r.item)]));
        }
        return result;
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

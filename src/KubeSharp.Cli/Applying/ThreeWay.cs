using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Cli.Applying;

/// <summary>The patch that brings the live object to what is wanted: what was applied before and is wanted no more goes, what others set stays. Pure.</summary>
internal static class ThreeWay
{
    /// <summary>As a JSON merge patch (RFC 7386), for kinds without a schema.</summary>
    public static ObjectNode Merge(ObjectNode original, ObjectNode wanted, ObjectNode live)
    {
        var patch = new ObjectNode.Builder();
        foreach (var (name, value) in wanted)
        {
            var now = live[name];
            if (value is ObjectNode inner && now is ObjectNode nowInner)
            {
                var child = Merge(original[name] as ObjectNode ?? ObjectNode.Empty, inner, nowInner);
                if (child.Count > 0) { patch.Set(name, child); }
            }
            else if (now is null || !value.Equals(now)) { patch.Set(name, value); }
        }
        foreach (var (name, _) in original)
        {
            if (wanted[name] is null && live[name] is not null) { patch.Set(name, NullNode.Instance); }
        }
        return patch.ToNode();
    }

    /// <summary>As a strategic merge patch: lists with a merge key are merged item by item.</summary>
    public static ObjectNode Strategic(ObjectNode original, ObjectNode wanted, ObjectNode live, Schema schema)
    {
        var patch = new ObjectNode.Builder();
        foreach (var (name, value) in wanted)
        {
            var field = schema.Field(name);
            var now = live[name];
            switch (value)
            {
                case ObjectNode inner when now is ObjectNode nowInner:
                    var child = Strategic(original[name] as ObjectNode ?? ObjectNode.Empty, inner, nowInner, field?.Type ?? schema.Items ?? Schema.Any);
                    if (child.Count > 0 && field is { PatchRetainsKeys: true }) { child = Retaining(child, inner); }
                    if (child.Count > 0) { patch.Set(name, child); }
                    break;
                case ArrayNode items when field is { PatchMerges: true } && now is ArrayNode nowItems:
                    MergeList(patch, name, original[name] as ArrayNode ?? ArrayNode.Empty, items, nowItems, field);
                    break;
                default:
                    if (now is null || !value.Equals(now)) { patch.Set(name, value); }
                    break;
            }
        }
        foreach (var (name, _) in original)
        {
            if (wanted[name] is null && live[name] is not null) { patch.Set(name, NullNode.Instance); }
        }
        return patch.ToNode();
    }

    // What is of another kind now (a volume, a strategy) keeps nothing of what it was.
    private static ObjectNode Retaining(ObjectNode change, ObjectNode wanted) => change.Set("$retainKeys", new ArrayNode([.. wanted.Select(static f => f.Key).Order(StringComparer.Ordinal).Select(static k => (Node)k)]));

    private static void MergeList(ObjectNode.Builder patch, string name, ArrayNode original, ArrayNode wanted, ArrayNode live, FieldSchema field)
    {
        var key = field.MergeKey;
        if (key.Length == 0)
        {
            var added = wanted.Where(w => !live.Contains(w)).ToImmutableArray();
            var gone = original.Where(o => !wanted.Contains(o) && live.Contains(o)).ToImmutableArray();
            if (added.Length > 0) { patch.Set(name, new ArrayNode(added)); }
            if (gone.Length > 0) { patch.Set($"$deleteFromPrimitiveList/{name}", new ArrayNode(gone)); }
            return;
        }
        var changes = ImmutableArray.CreateBuilder<Node>();
        foreach (var item in wanted.OfType<ObjectNode>())
        {
            if (item[key] is not { } id) { continue; }
            var now = live.FirstOrDefault(l => id.Equals(l.At(key))) as ObjectNode;
            var before = original.FirstOrDefault(o => id.Equals(o.At(key))) as ObjectNode ?? ObjectNode.Empty;
            if (now is null) { changes.Add(item); continue; }
            var change = Strategic(before, item, now, field.Type.Items ?? Schema.Any);
            if (change.Count > 0 && field.PatchRetainsKeys) { change = Retaining(change, item); }
            if (change.Count > 0) { changes.Add(change.Set(key, id)); }
        }
        foreach (var item in original)
        {
            var id = item.At(key);
            if (id is not null && !wanted.Any(w => id.Equals(w.At(key))) && live.Any(l => id.Equals(l.At(key)))) { changes.Add(ObjectNode.Of(("$patch", "delete"), (key, id))); }
        }
        if (changes.Count > 0 || !SameOrder(wanted, live, key))
        {
            patch.Set($"$setElementOrder/{name}", new ArrayNode([.. wanted.Where(w => w.At(key) is not null).Select(w => (Node)ObjectNode.Of((key, w.At(key))))]));
            if (changes.Count > 0) { patch.Set(name, new ArrayNode(changes.ToImmutable())); }
        }
    }

    private static bool SameOrder(ArrayNode wanted, ArrayNode live, string key)
    {
        var ours = wanted.Select(w => w.At(key)).Where(k => k is not null && live.Any(l => k.Equals(l.At(key)))).ToArray();
        var theirs = live.Select(l => l.At(key)).Where(k => k is not null && wanted.Any(w => k.Equals(w.At(key)))).ToArray();
        return ours.Length == theirs.Length && ours.Zip(theirs).All(static p => p.First!.Equals(p.Second));
    }
}

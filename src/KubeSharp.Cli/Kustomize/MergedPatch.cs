using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Cli.Kustomize;

/// <summary>
/// Kustomize's own strategic merge: what is new in a list comes first, an item may have several keys, of directives there is $patch only, and nulls of the object stay.
/// Source: Kustomize, kyaml/yaml/merge2. Pure.
/// </summary>
internal static class MergedPatch
{
    private const string Directive = "$patch";

    /// <summary>The object with the patch; null: the patch deletes it.</summary>
    /// <param name="schema">Of the kind; null: it is unknown, and lists are replaced.</param>
    /// <exception cref="CliException">A value is of another kind than that in its place, or a directive is none.</exception>
    public static ObjectNode? Apply(ObjectNode content, ObjectNode patch, Schema? schema) => (ObjectNode?)Walked(content, patch, schema, null);

    // Null: the value goes.
    private static Node? Walked(Node? old, Node? patch, Schema? schema, FieldSchema? field)
    {
        switch (old is null or NullNode ? patch : old)
        {
            case null: return old;
            case ObjectNode: return Fields(Same<ObjectNode>(old, "MappingNode"), Same<ObjectNode>(patch, "MappingNode"), schema);
            case ArrayNode:
                Same<ArrayNode>(old, "SequenceNode");
                Same<ArrayNode>(patch, "SequenceNode");
                return field is { PatchMerges: true } ? Items(old, patch, schema?.Items, field) : patch ?? old;
            // A null that the object has stays, one that the patch has goes.
            case NullNode: return patch is null ? old : null;
            default:
                foreach (var value in (ReadOnlySpan<Node?>)[old, patch]) { if (value is ObjectNode or ArrayNode) { throw FieldPath.WrongKind("ScalarNode", value); } }
                return patch is NullNode ? null : patch ?? old;
        }
    }

    private static Node? Same<T>(Node? value, string kind) where T : Node => value is null or NullNode or T ? value : throw FieldPath.WrongKind(kind, value);

    private static ObjectNode? Fields(Node? old, Node? patch, Schema? schema)
    {
        if (patch is NullNode && old is not (null or NullNode)) { return null; }
        var (directive, changes) = patch is ObjectNode given ? (given.At(Directive), given.Remove(Directive)) : (null, patch as ObjectNode);
        switch (directive?.Text())
        {
            case null or "merge": break;
            case "delete": return null;
            case "replace": old = changes; break;
            // Compat: of what was not there the directive is not looked at.
            case var other: if (old is not (null or NullNode)) { throw new CliException($"unknown patch strategy '{other}'"); } changes = (ObjectNode)patch!; break;
        }
        if (old is null or NullNode) { old = changes; }
        var made = (ObjectNode)old!;
        foreach (var name in made.Select(static f => f.Key).Union((changes ?? ObjectNode.Empty).Select(static f => f.Key)).Order(StringComparer.Ordinal).ToArray())
        {
            var field = schema?.Field(name);
            made = Walked(made[name], changes?[name], field?.Type ?? (schema?.Kind == SchemaKind.Map ? schema.Items : null), field) is { } value ? made.Set(name, value) : made.Remove(name);
        }
        return made;
    }

    private static ArrayNode? Items(Node? old, Node? patch, Schema? schema, FieldSchema field)
    {
        if (patch is NullNode && old is not (null or NullNode)) { return null; }
        var changes = patch as ArrayNode;
        // Compat: an item that is nothing but a directive is one for the list.
        if (old is ArrayNode && changes?.FirstOrDefault(static i => i.At(Directive) is not null) is ObjectNode { Count: 1 } only)
        {
            changes = new ArrayNode([.. changes.Where(i => i.At(Directive).Text() != only[Directive].Text())]);
            switch (only[Directive].Text())
            {
                case "merge": break;
                case "delete": return null;
                case "replace": old = changes; break;
                case var other: throw new CliException($"unknown patch strategy '{other}'");
            }
        }
        var keys = field.ListKeys.Length > 0 ? [.. field.ListKeys] : field.MergeKey.Length > 0 ? (string[])[field.MergeKey] : [];
        if (old is null or NullNode) { old = keys.Length == 0 ? changes : Obeyed(changes, keys); }
        var items = (ArrayNode)old!;
        return keys.Length == 0 ? new ArrayNode([.. (changes ?? ArrayNode.Empty).Union(items)]) : Items(items, changes, schema, keys);
    }

    // Of a new list the items stand without the directives that they followed; an item that is nothing but a directive stays.
    private static ArrayNode? Obeyed(ArrayNode? changes, string[] keys) =>
        changes is null ? null : new ArrayNode([.. changes.Select(i => i is ObjectNode { Count: > 1 } item && (keys.Length > 1 || item.At(keys[0]) is not null) && item.Text(Directive) is ("merge" or "replace") ? item.Remove(Directive) : i)]);

    private static ArrayNode Items(ArrayNode items, ArrayNode? changes, Schema? schema, string[] keys)
    {
        var values = (changes ?? ArrayNode.Empty).Concat(items).Select(i => keys.Select(k => i.At(k).Text()).ToArray()).DistinctBy(static v => string.Join('\0', v)).ToArray();
        if (keys.Length > 1) { Joined(values); }
        // Keys that no item has do not count.
        var used = Enumerable.Range(0, keys.Length).Where(k => values.Any(v => v[k].Length > 0)).ToArray();
        if (used.Length == 0) { used = [.. Enumerable.Range(0, keys.Length)]; }
        var (first, there) = (new List<Node>(), items.ToList<Node?>());
        foreach (var value in values)
        {
            // A key without a value fits any item that has the key.
            var own = used.Where(k => value[k].Length > 0).ToArray() is { Length: > 0 } said ? said : used;
            var (at, change) = (there.FindIndex(i => i is not null && Fits(i, keys, own, value)), changes?.FirstOrDefault(i => Fits(i, keys, own, value)));
            var merged = Walked(at < 0 ? null : there[at], change, schema, null);
            if (merged is null or NullNode or ObjectNode { Count: 0 }) { there = [.. there.Select(i => i is not null && Fits(i, keys, used, value) ? null : i)]; continue; }
            foreach (var k in used.Where(k => value[k].Length > 0 && merged.At(keys[k]) is null)) { merged = merged.With([keys[k]], FieldPath.Plain(value[k])); }
            // Compat: an item that is to replace another is not put in its place.
            if (at >= 0 && change.Text(Directive) != "replace") { there[at] = merged; }
            Put(first, merged, keys, used, value);
        }
        // Compat: an item that has not the key takes the place of all others.
        if (keys.Length == 1 && there.LastOrDefault(i => i is ObjectNode { Count: > 0 } item && item.At(keys[0]) is null) is { } only) { return new ArrayNode([only]); }
        foreach (var item in there.Where(static i => i is not (null or NullNode or ObjectNode { Count: 0 })))
        {
            string[] value = [.. keys.Select(k => item!.At(k).Text())];
            int[] own = [.. used.Where(k => item!.At(keys[k]) is not (null or NullNode))];
            // Compat: of items with several keys those that were there stand behind what is new, as they stood.
            if (used.Length > 1) { first.RemoveAll(i => Fits(i, keys, own, value)); }
            Put(first, item!, keys, own, value);
        }
        return new ArrayNode([.. first]);
    }

    private static bool Fits(Node item, string[] keys, int[] used, string[] value) => used.All(k => item.At(keys[k]) is { } has && (value[k].Length == 0 || has.Text() == value[k]));

    private static void Put(List<Node> items, Node item, string[] keys, int[] used, string[] value)
    {
        if (used.Length > 0 && items.FindIndex(i => Fits(i, keys, used, value)) is >= 0 and var at) { items[at] = item; }
        else { items.Add(item); }
    }

    // Items that differ only where one of them says nothing are the same.
    private static void Joined(string[][] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                var (a, b) = (values[i], values[j]);
                if (!a.Zip(b).Any(static p => p.First == p.Second) || a.Zip(b).Any(static p => p.First != p.Second && p.First.Length > 0 && p.Second.Length > 0)) { continue; }
                values[i] = values[j] = [.. a.Zip(b, static (x, y) => x.Length > 0 ? x : y)];
            }
        }
    }
}

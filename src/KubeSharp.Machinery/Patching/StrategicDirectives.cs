using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Patching;

/// <summary>
/// What directives of a strategic merge patch must be, with upstream's words and codes for those that are not.
/// </summary>
internal static class StrategicDirectives
{
    public const string Directive = "$patch";
    public const string RetainKeys = "$retainKeys";
    public const string Delete = "$deleteFromPrimitiveList";
    public const string Order = "$setElementOrder";

    /// <summary>Whether the field says how to merge, and is none of the object's.</summary>
    public static bool Has(string name) => name is Directive or RetainKeys || name.StartsWith(Delete, StringComparison.Ordinal) || name.StartsWith(Order, StringComparison.Ordinal);

    /// <summary>A $patch that is none of those known.</summary>
    public static PatchException Unknown(Node directive, Node patch) => new($"unknown patch type: {(directive is StringNode ? Text(directive) : Misprinted(directive))} in map: {Text(patch)}", PatchFault.Unforeseen);

    /// <summary>An item of a list that does not say which it is.</summary>
    public static PatchException NoMergeKey(Node item, string key) => new($"map: {Text(item)} does not contain declared merge key: {key}", PatchFault.Unforeseen);

    /// <summary>The fields to keep; all that the patch sets must be among them.</summary>
    public static HashSet<string> Kept(ObjectNode patch)
    {
        if (patch[RetainKeys] is not ArrayNode kept) { throw new PatchException("invalid patch format of retainKeys"); }
        var names = kept.OfType<StringNode>().Select(static k => k.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in patch.Fields)
        {
            if (value is not NullNode && !Has(name) && !names.Contains(name)) { throw new PatchException("invalid patch format of retainKeys"); }
        }
        return names;
    }

    /// <summary>The list that a directive is for.</summary>
    public static string ListOf(string name, string directive) =>
        name.Length > directive.Length && name[directive.Length] == '/' ? name[(directive.Length + 1)..]
        : throw new PatchException(directive == Delete ? "invalid patch format of primitive list" : "invalid patch format of setElementOrder list");

    /// <summary>The order that a directive gives; what the patch has of the list must stand in it, and in that order.</summary>
    public static ArrayNode OrderOf(Node directive, Node? target, Node? patch, string mergeKey)
    {
        var order = List(directive);
        if (target is not null) { List(target); }
        if (patch is not null) { Follow(List(patch), order, mergeKey); }
        if (mergeKey.Length == 0 || (target ?? patch) is not ArrayNode { Count: > 0 }) { return order; }
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i] is not ObjectNode) { throw new PatchException($"value for key {i} is not a map.", PatchFault.Unforeseen); }
        }
        return order;
    }

    /// <summary>Whether the lists hold objects; all of their items must be of one sort, and no lists.</summary>
    public static bool HoldObjects(ArrayNode target, ArrayNode patch)
    {
        string? kind = null;
        foreach (var item in target.Concat(patch))
        {
            if (kind is null && item is ArrayNode) { throw new PatchException("lists of lists are not supported", PatchFault.Unfit); }
            if (item is NullNode || (kind ??= item.Kind) != item.Kind) { throw new PatchException($"list element types are not identical: [{Text(target)} {Text(patch)}]", PatchFault.Unforeseen); }
        }
        return kind == ObjectNode.Empty.Kind;
    }

    private static void Follow(ArrayNode patch, ArrayNode order, string mergeKey)
    {
        if (order.Count == 0 || patch.Count == 0) { return; }
        Node[] named = [.. mergeKey.Length == 0 ? patch : patch.Where(i => Key(i, "") is { } item && item.At(Directive) is null)];
        var (next, at) = (0, 0);
        for (; next < named.Length && at < order.Count; at++)
        {
            if (Key(named[next], mergeKey).Equals(Key(order[at], mergeKey))) { next++; }
        }
        if (next < named.Length) { throw new PatchException($"The order in patch list:\n{Text(patch)}\n doesn't match {Order} list:\n{Text(order)}\n", PatchFault.Unforeseen); }

        Node Key(Node item, string key) => mergeKey.Length == 0 ? item
            : item is not ObjectNode ? throw new PatchException($"expected a {Type(ObjectNode.Empty)}, but received a {Type(item)}", PatchFault.Unforeseen)
            : key.Length == 0 ? item : item.At(key) ?? throw NoMergeKey(item, key);
    }

    private static ArrayNode List(Node node) => node as ArrayNode ?? throw new PatchException($"expected a {Type(ArrayNode.Empty)}, but received a {Type(node)}", PatchFault.Unforeseen);

    /// <summary>A value as Go prints it.</summary>
    public static string Text(Node node) => node switch
    {
        ObjectNode fields => $"map[{string.Join(' ', fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{f.Key}:{Text(f.Value)}"))}]",
        ArrayNode items => $"[{string.Join(' ', items.Select(Text))}]",
        StringNode text => text.Value,
        NullNode => "<nil>",
        _ => node.ToString(),
    };

    // What Go prints of a value that is no text where a text is meant.
    private static string Misprinted(Node node) => node switch
    {
        ObjectNode fields => $"map[{string.Join(' ', fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{f.Key}:{Misprinted(f.Value)}"))}]",
        ArrayNode items => $"[{string.Join(' ', items.Select(Misprinted))}]",
        StringNode text => text.Value,
        NullNode => Type(node),
        _ => $"%!s({Type(node)}={node})",
    };

    private static string Type(Node node) => node switch
    {
        ObjectNode => "map[string]interface {}",
        ArrayNode => "[]interface {}",
        StringNode => "string",
        BooleanNode => "bool",
        NullNode => "%!s(<nil>)",
        _ => node.ToString().AsSpan().ContainsAny('.', 'e', 'E') ? "float64" : "int64",
    };
}

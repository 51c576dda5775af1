using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Patching;

/// <summary>JSON patch. Source: RFC 6902, RFC 6901; the limit on operations is upstream's.</summary>
public static class JsonPatch
{
    /// <summary>More operations than this are refused.</summary>
    public const int OperationsMax = 10_000;
    /// <summary>Copies may add this many values in all, or a few of them in a row would fill the memory.</summary>
    public const int CopiedNodesMax = 1_000_000;

    /// <summary>The document with all operations applied, or none.</summary>
    /// <exception cref="PatchException">The patch is malformed, or an operation does not fit.</exception>
    public static Node Apply(Node document, Node patch)
    {
        if (patch is not ArrayNode operations) { throw new PatchException("json patch must be an array of operations"); }
        if (operations.Count > OperationsMax) { throw new PatchException($"the allowed maximum operations in a JSON patch is {OperationsMax}, got {operations.Count}"); }
        var copied = 0;
        foreach (var operation in operations) { document = ApplyOne(document, operation, ref copied); }
        return document;
    }

    private static Node ApplyOne(Node document, Node operation, ref int copied)
    {
        var path = Pointer(operation.TextAt("path") ?? throw new PatchException("operation missing \"path\" field"));
        switch (operation.TextAt("op"))
        {
            case "add": return Set(document, path, Value(operation), isInsert: true);
            case "remove": return Remove(document, path);
            case "replace":
                Get(document, path, "replace");
                return Set(document, path, Value(operation), isInsert: false);
            case "move":
                var from = From(operation);
                if (path.Length > from.Length && path.AsSpan(0, from.Length).SequenceEqual(from)) { throw new PatchException("cannot move a value into itself", PatchFault.Unfit); }
                return Set(Remove(document, from), path, Get(document, from, "move"), isInsert: true);
            case "copy":
                var value = Get(document, From(operation), "copy");
                copied += Size(value);
                if (copied > CopiedNodesMax) { throw new PatchException("the copies of a JSON patch make the document too large", PatchFault.Unfit); }
                return Set(document, path, value, isInsert: true);
            case "test":
                var wanted = operation.At("value") ?? NullNode.Instance;
                var there = TryGet(document, path) ?? NullNode.Instance;
                return there.Equals(wanted) ? document : throw new PatchException($"testing value {operation.TextAt("path")} failed", PatchFault.Unfit);
            case null: throw new PatchException("operation missing \"op\" field");
            case var other: throw new PatchException($"Unexpected kind: {other}");
        }
    }

    private static Node Value(Node operation) => operation.At("value") ?? throw new PatchException("operation missing \"value\" field");

    private static string[] From(Node operation) => Pointer(operation.TextAt("from") ?? throw new PatchException("operation missing \"from\" field"));

    private static string[] Pointer(string text)
    {
        if (text.Length == 0) { return []; }
        if (text[0] != '/') { throw new PatchException($"invalid JSON pointer \"{text}\""); }
        return [.. text[1..].Split('/').Select(static s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static Node Get(Node document, string[] path, string operation) =>
        TryGet(document, path) ?? throw new PatchException($"{operation} operation does not apply: doc is missing key: /{string.Join('/', path)}: missing value", PatchFault.Unfit);

    private static Node? TryGet(Node document, string[] path)
    {
        Node? node = document;
        foreach (var step in path)
        {
            node = node switch
            {
                ObjectNode fields => fields[step],
                ArrayNode items when Index(step, items.Count - 1) is { } i => items[i],
                _ => null,
            };
        }
        return node;
    }

    private static Node Set(Node node, ReadOnlySpan<string> path, Node value, bool isInsert)
    {
        if (path.Length == 0) { return value; }
        var step = path[0];
        switch (node)
        {
            case ObjectNode fields when path.Length == 1:
                return fields.Set(step, value);
            case ObjectNode fields:
                return fields.Set(step, Set(fields[step] ?? throw Missing(step), path[1..], value, isInsert));
            case ArrayNode items when path.Length == 1 && isInsert:
                if (step == "-") { return items.Add(value); }
                return new ArrayNode(items.Items.Insert(Index(step, items.Count) ?? throw Missing(step), value));
            case ArrayNode items:
                var i = Index(step, items.Count - 1) ?? throw Missing(step);
                return items.SetItem(i, Set(items[i], path[1..], value, isInsert));
            default:
                throw Missing(step);
        }
    }

    private static Node Remove(Node node, ReadOnlySpan<string> path)
    {
        if (path.Length == 0) { throw new PatchException("the whole document cannot be removed", PatchFault.Unfit); }
        var step = path[0];
        switch (node)
        {
            case ObjectNode fields:
                var child = fields[step] ?? throw new PatchException($"remove operation does not apply: doc is missing key: {step}: missing value", PatchFault.Unfit);
                return path.Length == 1 ? fields.Remove(step) : fields.Set(step, Remove(child, path[1..]));
            case ArrayNode items:
                var i = Index(step, items.Count - 1) ?? throw Missing(step);
                return path.Length == 1 ? new ArrayNode(items.Items.RemoveAt(i)) : items.SetItem(i, Remove(items[i], path[1..]));
            default:
                throw Missing(step);
        }
    }

    private static int? Index(string step, int max)
    {
        if (step is not ("0" or [>= '1' and <= '9', ..]) || !int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) { return null; }
        return index <= max ? index : null;
    }

    private static PatchException Missing(string step) => new($"the path does not exist in the document: \"{step}\"", PatchFault.Unfit);

    private static int Size(Node node) => 1 + node switch
    {
        ObjectNode fields => fields.Sum(static f => Size(f.Value)),
        ArrayNode items => items.Sum(Size),
        _ => 0,
    };
}

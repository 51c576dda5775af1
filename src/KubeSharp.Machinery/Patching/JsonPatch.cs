using System.Diagnostics;
using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Patching;

/// <summary>JSON patch. Source: RFC 6902, RFC 6901; upstream's limit on operations, and where it is laxer than the standard so is this: a value that is missing is null, an index may count from the end.</summary>
public static class JsonPatch
{
    /// <summary>More operations than this are refused.</summary>
    public const int OperationsMax = 10_000;
    /// <summary>Copies may add this many values in all, or a few of them in a row would fill the memory.</summary>
    public const int CopiedNodesMax = 1_000_000;

    private const string IsMissing = ": missing value";

    /// <summary>The document with all operations applied, or none.</summary>
    /// <exception cref="PatchException">The patch is malformed, or an operation does not fit.</exception>
    public static Node Apply(Node document, Node patch)
    {
        if (patch is not ArrayNode operations || operations.Any(static o => o is not (ObjectNode or NullNode))) { throw new PatchException("error decoding patch: a JSON patch must be an array of operations"); }
        if (operations.Count > OperationsMax) { throw new PatchException($"the allowed maximum operations in a JSON patch is {OperationsMax}, got {operations.Count}"); }
        var copied = 0;
        foreach (var operation in operations) { document = ApplyOne(document, operation, ref copied); }
        return document;
    }

    private static Node ApplyOne(Node document, Node operation, ref int copied)
    {
        switch (operation.TextAt("op"))
        {
            case "add": return Add(document, Member(operation, "path", "add"), ValueOf(operation), "add operation does not apply: doc is missing path: \"{0}\"", "error in add for path: '{0}'");
            case "remove": return Remove(document, Member(operation, "path", "remove"), "remove operation does not apply: doc is missing path: \"{0}\"", "error in remove for path: '{0}'");
            case "replace": return Replace(document, Member(operation, "path", "replace"), ValueOf(operation));
            case "move":
                var (source, target) = (Member(operation, "from", "move"), Member(operation, "path", "move"));
                var moved = Get(document, source, "move operation does not apply: doc is missing from path: {0}", "error in move for path: '{0}'");
                return Add(Remove(document, source, "", "error in move for path: '{0}'"), target, moved, "move operation does not apply: doc is missing destination path: {0}", "error in move for path: '{0}'");
            case "copy":
                var value = Get(document, Member(operation, "from", "copy"), "copy operation does not apply: doc is missing from path: {0}", "error in copy for from: '{0}'");
                copied += Size(value);
                if (copied > CopiedNodesMax) { throw Unfit("the copies of a JSON patch make the document too large"); }
                return Add(document, Member(operation, "path", "copy"), value, "copy operation does not apply: doc is missing destination path: {0}", "error while adding value during copy");
            case "test": return Test(document, Member(operation, "path", "test"), ValueOf(operation));
            case var other: throw Unfit($"Unexpected kind: {other ?? "unknown"}");
        }
    }

    private static Node ValueOf(Node operation) => operation.At("value") ?? NullNode.Instance;

    private static string Member(Node operation, string name, string kind) =>
        operation.TextAt(name) ?? throw Unfit($"{kind} operation failed to decode {name}: operation missing {name} field{IsMissing}");

    private static Node Add(Node document, string path, Node value, string missing, string wrong) => Change(document, path, missing, wrong, (container, key) => container switch
    {
        ObjectNode fields => fields.Set(key, value),
        ArrayNode items when key == "-" => items.Add(value),
        ArrayNode items => new ArrayNode(items.Items.Insert(Index(key, items.Count + 1), value)),
        _ => throw new UnreachableException(),
    });

    private static Node Remove(Node document, string path, string missing, string wrong) => Change(document, path, missing, wrong, static (container, key) => container switch
    {
        ObjectNode fields => fields[key] is null ? throw Unfit($"Unable to remove nonexistent key: {key}{IsMissing}") : fields.Remove(key),
        ArrayNode items => new ArrayNode(items.Items.RemoveAt(Index(key, items.Count))),
        _ => throw new UnreachableException(),
    });

    private static Node Replace(Node document, string path, Node value)
    {
        // Compat: the whole is replaced by an object or a list only; anything else changes nothing, and nobody is told.
        if (path.Length == 0) { return value is ObjectNode or ArrayNode ? value : document; }
        return Change(document, path, "replace operation does not apply: doc is missing path: {0}", "", (container, key) => container switch
        {
            // Compat: a field that is not there is put in.
            ObjectNode fields => fields.Set(key, value),
            ArrayNode items when TryIndex(key, items.Count) is { } i => items.SetItem(i, value),
            _ => throw Unfit($"replace operation does not apply: doc is missing key: {path}{IsMissing}"),
        });
    }

    private static Node Test(Node document, string path, Node wanted)
    {
        var there = path.Length == 0 ? document : Find(document, path) is not var (container, key) ? throw Unfit($"test operation does not apply: is missing path: {path}{IsMissing}")
            : container is ArrayNode items ? items[Wrapped("error in test for path: '{0}'", path, () => Index(key, items.Count))] : ((ObjectNode)container)[key] ?? NullNode.Instance;
        return there.Equals(wanted) ? document : throw Unfit($"testing value {path} failed: test failed");
    }

    private static Node Get(Node document, string path, string missing, string wrong)
    {
        if (Find(document, path) is not var (container, key)) { throw Unfit(Told(missing, path) + IsMissing); }
        return Wrapped(wrong, path, () => container is ArrayNode items ? items[Index(key, items.Count)]
            : ((ObjectNode)container)[key] ?? throw Unfit($"unable to get nonexistent key: {key}{IsMissing}"));
    }

    // The document with the container at the path changed; what leads there stays.
    private static Node Change(Node document, string path, string missing, string wrong, Func<Node, string, Node> change) =>
        Steps(path) is [.. var way, var key] && Along(document, way, container => Wrapped(wrong, path, () => change(container, key))) is { } changed ? changed : throw Unfit(Told(missing, path) + IsMissing);

    // Null where the way does not lead to what holds something.
    private static Node? Along(Node node, ReadOnlySpan<string> way, Func<Node, Node> change)
    {
        if (way.IsEmpty) { return node is ObjectNode or ArrayNode ? change(node) : null; }
        if (Next(node, way[0]) is not { } next || Along(next, way[1..], change) is not { } changed) { return null; }
        return node is ArrayNode items ? items.SetItem(Index(way[0], items.Count), changed) : ((ObjectNode)node).Set(way[0], changed);
    }

    // What holds the last step of the path, and that step; null where the way does not lead there.
    private static (Node Container, string Key)? Find(Node document, string path)
    {
        if (Steps(path) is not [.. var way, var key]) { return null; }
        foreach (var step in way)
        {
            if (Next(document, step) is not { } next) { return null; }
            document = next;
        }
        return document is ObjectNode or ArrayNode ? (document, key) : null;
    }

    private static Node? Next(Node node, string step) => node switch
    {
        ObjectNode fields => fields[step],
        ArrayNode items when TryIndex(step, items.Count) is { } i => items[i],
        _ => null,
    };

    // Compat: what stands before the first slash does not count.
    private static string[] Steps(string path) => [.. path.Split('/').Skip(1).Select(static s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static int? TryIndex(string step, int count)
    {
        if (!int.TryParse(step, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) { return null; }
        return index < 0 ? index >= -count ? index + count : null : index < count ? index : null;
    }

    private static int Index(string step, int count) => TryIndex(step, count) ?? throw Unfit(int.TryParse(step, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
        ? $"Unable to access invalid index: {index}: invalid index referenced" : $"strconv.Atoi: parsing {new StringNode(step)}: invalid syntax");

    private static T Wrapped<T>(string told, string path, Func<T> step)
    {
        try { return step(); }
        catch (PatchException e) when (told.Length > 0) { throw Unfit($"{Told(told, path)}: {e.Message}"); }
    }

    private static string Told(string text, string path) => text.Replace("{0}", path, StringComparison.Ordinal);

    private static PatchException Unfit(string what) => new(what, PatchFault.Unfit);

    private static int Size(Node node) => 1 + node switch
    {
        ObjectNode fields => fields.Sum(static f => Size(f.Value)),
        ArrayNode items => items.Sum(Size),
        _ => 0,
    };
}

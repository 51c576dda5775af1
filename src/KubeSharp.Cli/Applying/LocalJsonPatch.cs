using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;

namespace KubeSharp.Cli.Applying;

/// <summary>
/// JSON patches as kubectl and Kustomize apply them themselves: by another library than that of the server, which looks at every operation before the first one, replaces
/// nothing that is not there, and has words of its own. Pure.
/// </summary>
internal static class LocalJsonPatch
{
    /// <summary>The document with all operations applied, or none.</summary>
    /// <exception cref="CliException">An operation is none, or does not fit.</exception>
    public static Node Apply(Node document, ArrayNode operations)
    {
        if (operations.FirstOrDefault(static o => Mistake(o) is not null) is { } wrong) { throw new CliException($"invalid operation {JsonText.Of(wrong, 0)}: {Mistake(wrong)}"); }
        foreach (var operation in operations)
        {
            if (operation.Text("op") == "replace" && IsMissing(document, operation.Text("path"))) { throw new CliException($"replace operation does not apply: doc is missing key: {operation.Text("path")}: missing value"); }
            try { document = JsonPatch.Apply(document, ArrayNode.Of(operation)); }
            catch (PatchException e) { throw new CliException(Told(e.Message, operation)); }
        }
        return document;
    }

    /// <summary>What is wrong with an operation; null: nothing. Pure.</summary>
    public static string? Mistake(Node operation)
    {
        string? Missing(string field) => operation.At(field) switch
        {
            null => $"failed to decode '{field}': operation{(field == "value" ? ", " : " ")}missing {field} field: missing value",
            StringNode or NullNode => null,
            var other => field == "value" ? null : $"failed to decode '{field}': json: cannot unmarshal {other.Kind} into Go value of type string",
        };
        return operation.Text("op") switch
        {
            "add" or "replace" => Missing("value") ?? Missing("path"),
            "move" or "copy" => Missing("from") ?? Missing("path"),
            "remove" or "test" => Missing("path"),
            _ => "unsupported operation",
        };
    }

    // Whether a field is not in the object that would have it. What leads there is for the patch to find.
    private static bool IsMissing(Node document, string path)
    {
        string[] steps = [.. path.Split('/').Skip(1).Select(static s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        return steps is [.. var way, var key] && document.At(way) is ObjectNode fields && fields[key] is null;
    }

    // What the server's library says, in the words of this one.
    private static string Told(string message, Node operation)
    {
        const string NoIndex = ": strconv.Atoi: parsing ";
        var (op, path, from) = (operation.Text("op"), operation.Text("path"), operation.Text("from"));
        var isAdding = op == "add" || message.StartsWith("error while adding value during copy", StringComparison.Ordinal) || (op == "move" && path != from && message.StartsWith($"error in move for path: '{path}'", StringComparison.Ordinal));
        message = message.Replace("Unable to remove nonexistent key", "unable to remove nonexistent key", StringComparison.Ordinal);
        if (isAdding) { return message.Replace(NoIndex, $": value was not a proper array index: '{Last(path)}'{NoIndex}", StringComparison.Ordinal); }
        // Compat: of a move only the last step to what is missing is told.
        return op == "move" ? message.Replace($"error in move for path: '{from}'", $"error in move for path: '{Last(from)}'", StringComparison.Ordinal) : message;
    }

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];
}

using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl events.</summary>
internal static class EventsCommand
{
    /// <summary>events</summary>
    public static Command Events { get; } = new("events", "List events", "[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        var types = flags.List("types");
        var selection = new Selection { FieldSelector = await AboutAsync(context) };
        if (types.Any(static t => !IsAny(t, ["Normal", "Warning"]))) { throw new CliException("valid --types are Normal or Warning"); }
        var path = flags.Bool("all-namespaces") ? "/api/v1/events" : $"/api/v1/namespaces/{await context.NamespaceAsync()}/events";
        var print = Printer(context);
        bool IsWanted(Node e) => types.Count == 0 || IsAny(e.Text("type"), types);
        if (flags.Bool("watch"))
        {
            await foreach (var (change, e) in WatchCommand.UntilTimeoutAsync(context, path + ResourceReader.Query(selection, more: "watch=true"), "application/json"))
            {
                // Events end by themselves after an hour; that is no news.
                if (change != "DELETED" && IsWanted(e)) { print(e); }
            }
            return 0;
        }
        var list = await (await context.ServerAsync()).ListAsync(path + ResourceReader.Query(selection with { ChunkSize = 0 }), selection.ChunkSize, context.Cancellation);
        var shown = list.Where(IsWanted).OrderBy(DescribeParts.LastSeen, StringComparer.Ordinal).Select(static e => (Node)ObjectNode.Of([("kind", "Event"), ("apiVersion", "v1"), .. ((ObjectNode)e).Where(static f => f.Key is not ("kind" or "apiVersion")).Select(static f => (f.Key, (Node?)f.Value))])).ToArray();
        if (shown.Length == 0) { context.Error.WriteLine(flags.Bool("all-namespaces") ? "No events found." : $"No events found in {await context.NamespaceAsync()} namespace."); }
        // Compat: a list has no name, and is not printed as one.
        else if (flags.Text("output") != "name") { print(ObjectNode.Of(("kind", "EventList"), ("apiVersion", "v1"), ("metadata", ObjectNode.Empty), ("items", new ArrayNode([.. shown])))); }
        return 0;
    }

    private static bool IsAny(string type, IReadOnlyList<string> types) => types.Contains(type, StringComparer.OrdinalIgnoreCase);

    // The selector of the events of --for TYPE/NAME; empty: of all.
    private static async Task<string> AboutAsync(CommandContext context)
    {
        if (context.Flags.Text("for") is not { Length: > 0 } about) { return ""; }
        var words = about.Split('/');
        if (words.Length > 2) { throw new CliException("arguments in resource/name form may not have more than one slash"); }
        if (words.Length < 2) { throw new CliException("--for must be in resource/name form"); }
        if (words[0].Length == 0) { throw new CliException("a resource must be present, got: /, Resource="); }
        ResourceType type;
        try { type = await (await context.MapperAsync()).FindAsync(words[0], context.Cancellation); }
        catch (CliException e) when (e.Unreached.Length == 0) { throw new CliException(e.Message, isPlain: true) { Hint = e.Hint }; }
        return words[1].Length == 0 ? "" : $"involvedObject.kind={type.Kind},involvedObject.apiVersion={type.ApiVersion},involvedObject.name={words[1]}";
    }

    // Prints an event, or a list of them.
    private static Action<Node> Printer(CommandContext context)
    {
        // Compat: a template without a format counts for nothing here.
        if (context.Flags.Text("output").Length > 0 && context.Printer(isTyped: true) is { } printer)
        {
            return e =>
            {
                printer.Print(e, context.Out);
                context.Out.Flush();
            };
        }
        var isAll = context.Flags.Bool("all-namespaces");
        var table = new TextTable();
        if (!context.Flags.Bool("no-headers")) { table.Add([.. isAll ? new[] { "NAMESPACE" } : [], "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]); }
        return found =>
        {
            foreach (var e in found.At("items") as ArrayNode ?? ArrayNode.Of(found))
            {
                Add(table, context, [.. isAll ? new[] { e.Text("metadata", "namespace") } : [], DescribeParts.EventAge(e, context.Now), e.Text("type"), e.Text("reason"), $"{e.Text("involvedObject", "kind")}/{e.Text("involvedObject", "name")}", e.Text("message").Trim()]);
            }
            table.Flush(context.Out);
            context.Out.Flush();
        };
    }

    // Compat: a message of several lines is printed whole, and its further lines end the columns of the rows above.
    private static void Add(TextTable table, CommandContext context, IReadOnlyList<string> cells)
    {
        var lines = cells[^1].Split('\n');
        table.Add([.. cells.SkipLast(1), lines[0]]);
        foreach (var line in lines.Skip(1))
        {
            table.Flush(context.Out);
            table.Add([line]);
        }
    }
}

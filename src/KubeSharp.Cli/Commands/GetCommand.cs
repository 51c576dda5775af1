using KubeSharp.Cli.History;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl get.</summary>
internal static class GetCommand
{
    private const string TableType = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

    /// <summary>get</summary>
    public static Command Get { get; } = new("get", "Get or list objects", "[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]", RunAsync) { MeantBy = ["list", "ls"] };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        if (flags.Text("raw") is { Length: > 0 } raw) { return await RawAsync(context, raw); }
        var selection = await SelectionAsync(context);
        var watches = flags.Bool("watch") || flags.Bool("watch-only");
        if (watches && flags.Text("sort-by").Length > 0) { context.Error.WriteLine(flags.Bool("watch") ? "warning: --watch requested, --sort-by will be ignored for watch events received" : "warning: --watch-only requested, --sort-by will be ignored"); }
        if (selection.Words.Count == 0 && !selection.HasFiles && !watches)
        {
            context.Error.WriteLine("You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of supported resources.\n");
            throw CliException.Usage("Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource (e.g. kubectl explain pods).");
        }
        if (flags.Bool("show-labels") && flags.Text("output") is not ("" or "wide")) { throw new CliException($"--show-labels option cannot be used with {flags.Text("output")} printer"); }
        if (flags.Bool("output-watch-events") && !watches) { throw new CliException("--output-watch-events option can only be used with --watch or --watch-only"); }
        if (selection.Revision > 0 && watches) { throw new CliException("--at and --watch exclude each other: what is past does not change"); }
        if (watches) { return await WatchCommand.RunAsync(context, selection); }
        if (!ObjectPrinter.PrintsTables(flags, hasTables: true)) { return await ObjectsAsync(context, selection); }
        return flags.Bool("server-print") ? await TablesAsync(context, selection) : await PlainTablesAsync(context, selection);
    }

    private static async Task<Selection> SelectionAsync(CommandContext context)
    {
        var selection = await context.SelectionAsync();
        // What is sorted is read whole.
        if (context.Flags.Text("sort-by").Length > 0) { selection = selection with { ChunkSize = 0 }; }
        if (selection is { IsEverything: true, Words.Count: 0, HasFiles: false }) { selection = selection with { Words = ["all"] }; }
        if (context.Flags.Text("at") is not { Length: > 0 } at) { return selection; }
        if (selection.HasFiles) { throw new CliException("--at needs TYPE or TYPE/NAME"); }
        var reader = await context.ReaderAsync();
        var first = (await WantedAsync(context, selection, reader)).FirstOrDefault();
        if (first.Type is null) { return selection; }
        var revision = await new Moments(await context.ServerAsync(), context.Terminal.Time).RevisionAsync(at, first.Type, first.Namespace, context.Cancellation);
        return selection with { Revision = revision };
    }

    private static async Task<int> RawAsync(CommandContext context, string raw)
    {
        if (context.Arguments.Count > 0) { throw new CliException("arguments may not be passed when --raw is specified"); }
        if (context.Flags.Bool("watch") || context.Flags.Bool("watch-only") || context.Flags.Text("selector").Length > 0) { throw new CliException("--raw may not be specified with other flags that filter the server request or alter the output"); }
        if (context.Flags.Text("output").Length > 0) { throw new CliException("--raw and --output are mutually exclusive"); }
        if (!raw.StartsWith('/')) { throw new CliException($"--raw must be a valid URL path: parse \"{raw}\": invalid URI for request"); }
        // Passed on as it comes: what is asked for may be a watch, or a log that goes on.
        using var response = await (await context.ServerAsync()).OpenAsync(HttpMethod.Get, raw, null, "", context.Cancellation, "*/*", isRaw: true);
        await context.Out.FlushAsync(context.Cancellation);
        await response.Content.CopyToAsync(context.Terminal.OutBytes, context.Cancellation);
        return 0;
    }

    private static async Task<int> ObjectsAsync(CommandContext context, Selection selection)
    {
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(selection, allowsAllOfType: true, context.Cancellation);
        if (items.Count == 0 && (selection.IgnoreNotFound || (IsOne(selection) && reader.HasFailures))) { reader.ThrowFailures(); return 0; }
        // Compat: a format that there is not is told of after what is not found.
        var printer = ObjectPrinter.Of(context.Flags, hasTables: true)!;
        IReadOnlyList<Node> objects = [.. items.Select(static i => (Node)i.Object)];
        var isOne = IsOne(selection) && items.Count == 1;
        if (!isOne && context.Flags.Text("sort-by") is { Length: > 0 } path) { objects = ServerTable.Sorted(objects, path, static o => o); }
        if (isOne) { printer.Print(objects[0], context.Out); }
        else if (!printer.TakesLists)
        {
            foreach (var one in objects) { printer.Print(one, context.Out); }
        }
        else { printer.Print(ListOf(objects), context.Out); }
        reader.ThrowFailures();
        return 0;
    }

    private static bool IsOne(Selection selection) => selection.HasFiles
        ? selection.Files is [var one] && one != "-" && File.Exists(one) || selection.Files is ["-"]
        : selection.Words is [var pair] ? pair.Contains('/', StringComparison.Ordinal) : selection.Words.Count == 2 && !selection.Words[0].Contains(',', StringComparison.Ordinal) && !selection.Words[0].Contains('/', StringComparison.Ordinal);

    /// <summary>The List of several objects.</summary>
    public static ObjectNode ListOf(IEnumerable<Node> objects) => ObjectNode.Of(("apiVersion", "v1"), ("items", new ArrayNode([.. objects])), ("kind", "List"), ("metadata", ObjectNode.Of(("resourceVersion", ""))));

    private static async Task<int> TablesAsync(CommandContext context, Selection selection)
    {
        var reader = await context.ReaderAsync();
        var wanted = await WantedAsync(context, selection, reader);
        var server = await context.ServerAsync();
        var found = new List<(ResourceType Type, List<Node> Pages)>();
        foreach (var group in Runs(wanted))
        {
            var pages = new List<Node>();
            foreach (var one in group)
            {
                try { pages.AddRange(await PagesAsync(server, reader, one, selection, context)); }
                catch (StatusException e) when (selection.IgnoreNotFound && e.Is(StatusReason.NotFound)) { }
                catch (Exception e) when (e is StatusException or CliException { Unreached.Length: 0, FatalAt.Length: 0 }) { reader.Failures.Add(e); }
            }
            if (pages.Count > 0) { found.Add((group[0].Type, pages)); }
        }
        // Compat: of several tables it is the tables that are sorted, and no table has a field of its rows.
        if (context.Flags.Text("sort-by") is { Length: > 0 } path && found.SelectMany(static f => f.Pages).ToArray() is { Length: > 1 } tables) { ServerTable.Sorted(tables, path, static t => t); }
        var isMixed = found.Select(static f => f.Type).Distinct().Count() > 1;
        var hasPrinted = false;
        foreach (var (type, pages) in found)
        {
            var table = new ServerTable(context.Flags);
            var kind = isMixed || context.Flags.Bool("show-kind") ? type.QualifiedSingular : "";
            var withNamespace = selection.AllNamespaces && type.IsNamespaced;
            var ordered = Ordered(pages, context.Flags.Text("sort-by"));
            if (ordered.Sum(static p => (p.At("rows") as ArrayNode)?.Count ?? 0) == 0) { continue; }
            if (hasPrinted) { context.Out.WriteLine(); }
            foreach (var page in ordered) { table.Add(page, kind, withNamespace); }
            table.Flush(context.Out);
            hasPrinted = true;
        }
        if (!hasPrinted && !reader.HasFailures && !selection.IgnoreNotFound) { NothingFound(context, selection, wanted); }
        reader.ThrowFailures(together: selection.HasFiles);
        return 0;
    }

    private static async Task<IReadOnlyList<(ResourceType Type, string Namespace, string Name)>> WantedAsync(CommandContext context, Selection selection, ResourceReader reader)
    {
        selection.CheckSources();
        if (selection.HasFiles) { return [.. (await reader.FromFilesAsync(selection, context.Cancellation)).Select(static i => (i.Type, i.Namespace, i.Name))]; }
        var wanted = await WantedReader.ReadAsync(selection, await context.MapperAsync(), allowsAllOfType: true, context.Cancellation);
        if (selection.AllNamespaces && wanted.Any(static w => w.Name.Length > 0 && w.Type.IsNamespaced)) { throw new CliException("a resource cannot be retrieved by name across all namespaces"); }
        return [.. wanted.Select(w => (w.Type, w.Type.IsNamespaced && !selection.AllNamespaces ? selection.Namespace : "", w.Name))];
    }

    // Neighbours of one type share a table.
    private static List<List<(ResourceType Type, string Namespace, string Name)>> Runs(IReadOnlyList<(ResourceType Type, string Namespace, string Name)> wanted)
    {
        var runs = new List<List<(ResourceType, string, string)>>();
        foreach (var one in wanted)
        {
            if (runs.Count > 0 && runs[^1][0].Item1 == one.Type) { runs[^1].Add(one); }
            else { runs.Add([one]); }
        }
        return runs;
    }

    private static async Task<List<Node>> PagesAsync(Connection.ServerConnection server, ResourceReader reader, (ResourceType Type, string Namespace, string Name) one, Selection selection, CommandContext context)
    {
        var pages = new List<Node>();
        var next = "";
        var withObjects = context.Flags.Text("sort-by").Length > 0 ? "includeObject=Object" : "";
        do
        {
            Task<Node> AskAsync() => server.GetAsync(PathOf(one, selection, next, withObjects), context.Cancellation, TableType, isOfAnyKind: true);
            var answer = one.Name.Length > 0 ? await ResourceReader.OfNamespaceAsync(server, one.Namespace, AskAsync, context.Cancellation) : await reader.SelectingAsync(one.Type, selection, AskAsync);
            if (one.Name.Length > 0 && selection.Revision > 0 && answer.At("rows") is not ArrayNode { Count: > 0 }) { throw StatusException.NotFound(one.Type.Group, one.Type.Plural, one.Name); }
            pages.Add(answer.TextAt("kind") == "Table" ? answer : ServerTable.Plain(answer.At("items") is ArrayNode items ? items.OfType<ObjectNode>() : [(ObjectNode)answer], context.Now));
            next = one.Name.Length > 0 ? "" : answer.TextAt("metadata", "continue") ?? "";
        }
        while (next.Length > 0);
        return pages;
    }

    // A past state of one object is read as a list of one.
    private static string PathOf((ResourceType Type, string Namespace, string Name) one, Selection selection, string next, string withObjects)
    {
        if (one.Name.Length == 0) { return one.Type.PathOf(one.Namespace) + ResourceReader.Query(selection, next, withObjects); }
        if (selection.Revision > 0) { return one.Type.PathOf(one.Namespace) + ResourceReader.Query(selection with { FieldSelector = $"metadata.name={one.Name}" }, "", withObjects); }
        return one.Type.PathOf(one.Namespace, one.Name, selection.Subresource) + (withObjects.Length > 0 ? "?" + withObjects : "");
    }

    private static IReadOnlyList<Node> Ordered(IReadOnlyList<Node> pages, string path)
    {
        if (path.Length == 0) { return pages; }
        IReadOnlyList<Node> rows = [.. pages.SelectMany(static p => p.At("rows") as ArrayNode ?? ArrayNode.Empty)];
        if (rows.Count < 2) { return pages; }
        try { rows = ServerTable.Sorted(rows, path, static r => r.At("object") ?? NullNode.Instance); }
        // Compat: a path that nothing has, or that is malformed, leaves an empty table.
        catch (CliException e) when (e.FatalAt.Length == 0) { rows = []; }
        return [((ObjectNode)pages[0]).Set("rows", new ArrayNode([.. rows]))];
    }

    private static async Task<int> PlainTablesAsync(CommandContext context, Selection selection)
    {
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(selection, allowsAllOfType: true, context.Cancellation);
        var isMixed = items.Select(static i => i.Type).Distinct().Count() > 1;
        foreach (var group in items.GroupBy(static i => i.Type))
        {
            if (group.Key != items[0].Type) { context.Out.WriteLine(); }
            var table = new ServerTable(context.Flags);
            var objects = group.Select(static i => (Node)i.Object);
            if (context.Flags.Text("sort-by") is { Length: > 0 } path) { objects = ServerTable.Sorted([.. objects], path, static o => o); }
            table.Add(ServerTable.Plain(objects.Cast<ObjectNode>(), context.Now), isMixed || context.Flags.Bool("show-kind") ? group.Key.QualifiedSingular : "", selection.AllNamespaces && group.Key.IsNamespaced);
            table.Flush(context.Out);
        }
        if (items.Count == 0 && !reader.HasFailures && !selection.IgnoreNotFound) { NothingFound(context, selection, []); }
        reader.ThrowFailures(together: selection.HasFiles);
        return 0;
    }

    private static void NothingFound(CommandContext context, Selection selection, IReadOnlyList<(ResourceType Type, string Namespace, string Name)> wanted)
    {
        var isNamespaced = !selection.AllNamespaces && (wanted.Count == 0 || wanted.Any(static w => w.Type.IsNamespaced));
        context.Error.WriteLine(isNamespaced ? $"No resources found in {selection.Namespace} namespace." : "No resources found");
    }
}

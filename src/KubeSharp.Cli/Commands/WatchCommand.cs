using System.Text;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Processes;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl get --watch.</summary>
internal static class WatchCommand
{
    private const int TimeoutLevel = 5;
    private const string TableType = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    /// <summary>Prints what is there (unless --watch-only), then each change until interrupted.</summary>
    public static async Task<int> RunAsync(CommandContext context, Selection selection)
    {
        var reader = await context.ReaderAsync();
        selection.CheckSources();
        if (selection.Words is [var types] && types.Contains(',', StringComparison.Ordinal)) { throw new CliException("you may only specify a single resource type"); }
        var wanted = selection.HasFiles
            ? [.. (await reader.FromFilesAsync(selection, context.Cancellation)).Select(static i => new Wanted(i.Type, i.Name))]
            : await WantedReader.ReadAsync(selection, await context.MapperAsync(), allowsAllOfType: true, context.Cancellation);
        reader.ThrowFailures();
        if (!selection.HasFiles && wanted.Select(static w => w.Type).Distinct().Count() > 1) { throw new CliException("you may only specify a single resource type"); }
        if (wanted.Count != 1) { return await OnceAsync(context, selection, wanted); }
        var server = await context.ServerAsync();
        var (type, name) = wanted[0];
        if (name.Length > 0 && selection.AllNamespaces && type.IsNamespaced) { throw new CliException("a resource cannot be retrieved by name across all namespaces"); }
        var accept = Accepted(context);
        var ns = selection.AllNamespaces ? "" : selection.Namespace;
        Printing? printing = null;
        var version = "";
        if (!context.Flags.Bool("watch-only"))
        {
            var first = await server.GetAsync(name.Length > 0 ? type.PathOf(ns, name) : type.PathOf(ns) + ResourceReader.Query(selection with { ChunkSize = 0 }), context.Cancellation, accept);
            version = first.TextAt("metadata", "resourceVersion") ?? "";
            printing = new Printing(context, selection, type);
            printing.First(first);
        }
        else { version = (await server.GetAsync(name.Length > 0 ? type.PathOf(ns, name) : $"{type.PathOf(ns)}?limit=1", context.Cancellation)).TextAt("metadata", "resourceVersion") ?? ""; }
        var narrowed = name.Length > 0 ? selection with { FieldSelector = $"metadata.name={name}", ChunkSize = 0 } : selection with { ChunkSize = 0 };
        var path = type.PathOf(ns) + ResourceReader.Query(narrowed, more: $"watch=true&resourceVersion={version}");
        printing ??= new Printing(context, selection, type);
        using var idle = IdleMemory.Once(context.Terminal.Time);
        await foreach (var (kind, value) in UntilTimeoutAsync(context, path, accept)) { printing.Change(kind, value); }
        return 0;
    }

    // Compat: several names of one type are printed, and only then it is said that they cannot be watched.
    private static async Task<int> OnceAsync(CommandContext context, Selection selection, IReadOnlyList<Wanted> wanted)
    {
        var server = await context.ServerAsync();
        var found = new List<Node>();
        foreach (var (type, name) in wanted.Where(static w => w.Name.Length > 0)) { found.Add(await server.GetAsync(type.PathOf(selection.Namespace, name), context.Cancellation, Accepted(context))); }
        if (selection.HasFiles || found.Count < wanted.Count) { throw new CliException("watch is only supported on individual resources and resource collections - more than 1 resource was found"); }
        var printing = new Printing(context, selection, wanted[0].Type);
        foreach (var one in context.Flags.Bool("watch-only") ? [] : found) { printing.First(one); }
        throw new CliException("you may only watch a single resource or type of resource at a time");
    }

    /// <summary>The events of a watch that ends, and does not fail, after --request-timeout.</summary>
    public static async IAsyncEnumerable<(string Type, Node Object)> UntilTimeoutAsync(CommandContext context, string path, string accept)
    {
        var server = await context.ServerAsync();
        context.Terminal.Interruption.Guard();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        if (server.Timeout > TimeSpan.Zero) { limited.CancelAfter(server.Timeout); }
        await using var events = EventsAsync(server, path, accept, limited.Token).GetAsyncEnumerator(limited.Token);
        while (await MovedAsync(context, events)) { yield return events.Current; }
    }

    private static async Task<bool> MovedAsync(CommandContext context, IAsyncEnumerator<(string Type, Node Object)> events)
    {
        try { return await events.MoveNextAsync(); }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested)
        {
            if (context.Flags.Int("v") >= TimeoutLevel) { context.Error.WriteLine(KlogLine.Of('I', context.Terminal.Time.GetLocalNow(), "streamwatcher.go:123", "\"Unable to decode an event from the watch stream\" err=\"net/http: request canceled (Client.Timeout or context cancellation while reading body)\"")); }
            return false;
        }
    }

    /// <summary>The events of a watch.</summary>
    public static async IAsyncEnumerable<(string Type, Node Object)> EventsAsync(Connection.ServerConnection server, string path, string accept, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await server.OpenAsync(HttpMethod.Get, path, null, "", cancellation, accept);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation), Encoding.UTF8);
        while (await NextAsync(lines, cancellation) is { Length: > 0 } line)
        {
            var tree = Node.Parse(line);
            var (type, value) = (tree.TextAt("type") ?? "", tree.At("object") ?? NullNode.Instance);
            if (type == "ERROR") { throw new StatusException(Status.From(value) ?? new Status(500, "", value.ToString())); }
            if (type != "BOOKMARK") { yield return (type, value); }
        }
    }

    private static async Task<string?> NextAsync(StreamReader lines, CancellationToken cancellation)
    {
        try { return await lines.ReadLineAsync(cancellation); }
        catch (IOException) { return null; }
    }

    private static string Accepted(CommandContext context) => ObjectPrinter.PrintsTables(context.Flags, hasTables: true) ? TableType : "application/json";

    private sealed class Printing(CommandContext context, Selection selection, ResourceType type)
    {
        private readonly ObjectPrinter? _printer = ObjectPrinter.Of(context.Flags, hasTables: true);
        private readonly ServerTable _table = new(context.Flags);
        private readonly bool _withEvents = context.Flags.Bool("output-watch-events");
        private readonly string _kind = context.Flags.Bool("show-kind") ? type.QualifiedSingular : "";

        public void First(Node answer)
        {
            if (_printer is null) { Rows(answer, "ADDED"); return; }
            foreach (var item in answer.At("items") as ArrayNode ?? ArrayNode.Of(answer)) { Change("ADDED", Typed(item)); }
        }

        public void Change(string kind, Node value)
        {
            if (_printer is null) { Rows(value, kind); return; }
            _printer.Print(_withEvents ? ObjectNode.Of(("type", kind), ("object", value)) : value, context.Out);
            context.Out.Flush();
        }

        // The items of a list do not say what they are.
        private Node Typed(Node item) => item is ObjectNode fields && fields["kind"] is null ? ObjectNode.Of([("apiVersion", type.ApiVersion), ("kind", type.Kind), .. fields.Select(static f => (f.Key, (Node?)f.Value))]) : item;

        private void Rows(Node value, string kind)
        {
            _table.Add(value, _kind, selection.AllNamespaces, _withEvents ? kind : null);
            _table.Flush(context.Out);
        }
    }
}

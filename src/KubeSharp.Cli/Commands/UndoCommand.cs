using System.Globalization;
using KubeSharp.Cli.History;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl undo: takes back the last change of an object, its deletion too, as long as the server keeps the revision before it.</summary>
internal static class UndoCommand
{
    private const string Manager = "kubectl-undo";
    private const int StatesMax = 500;
    private const int ChangesShownMax = 3;

    /// <summary>undo</summary>
    public static Command Undo { get; } = new("undo", "Take back the last change of an object, or its deletion", "(TYPE NAME | TYPE/NAME) [--at=REVISION|TIME|DURATION] [--list]", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var selection = await context.SelectionAsync();
        var wanted = await WantedReader.ReadAsync(selection, await context.MapperAsync(), allowsAllOfType: true, context.Cancellation);
        if (wanted.Count == 0 || wanted.Any(static w => w.Name.Length == 0)) { throw CliException.Usage("TYPE/NAME is required"); }
        var server = await context.ServerAsync();
        foreach (var (type, name) in wanted)
        {
            var item = new ResourceItem(type, type.IsNamespaced ? selection.Namespace : "", name, ObjectNode.Empty);
            try { item = item with { Object = (ObjectNode)await server.GetAsync(item.Path, context.Cancellation) }; }
            catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
            if (context.Flags.Bool("list")) { await ListAsync(context, item); }
            else { await UndoAsync(context, item); }
        }
        return 0;
    }

    private static async Task UndoAsync(CommandContext context, ResourceItem item)
    {
        var state = await StateAsync(context, item);
        var isGone = item.Object.Count == 0;
        var revision = state.TextAt("metadata", "resourceVersion");
        var body = isGone ? Essence.Of(state) : Onto(item.Object, state);
        var changed = (Node)body;
        if (context.DryRun() != "client")
        {
            var path = isGone ? item.Type.PathOf(item.Namespace) : item.Path;
            changed = await (await context.ServerAsync()).CallAsync(isGone ? HttpMethod.Post : HttpMethod.Put, path + context.ChangeQuery(Manager), body.ToUtf8(), "application/json", context.Cancellation);
        }
        context.Report(changed, Localization.Text.Of(isGone ? $"made again as of revision {revision}" : $"brought back to revision {revision}"));
    }

    /// <summary>The past state on the live object: refused where somebody changed it meanwhile. Pure.</summary>
    public static ObjectNode Onto(ObjectNode live, ObjectNode state)
    {
        Node body = Essence.Of(state);
        foreach (var field in new[] { "resourceVersion", "uid", "creationTimestamp" }) { body = body.With(["metadata", field], live.At("metadata", field)); }
        return (ObjectNode)body.With(["status"], live["status"]);
    }

    private static async Task<ObjectNode> StateAsync(CommandContext context, ResourceItem item)
    {
        var states = new PastStates(await context.ServerAsync());
        if (context.Flags.Text("at") is { Length: > 0 } at)
        {
            var revision = await new Moments(await context.ServerAsync(), context.Terminal.Time).RevisionAsync(at, item.Type, item.Namespace, context.Cancellation);
            return await states.ObjectAsync(item, revision, context.Cancellation) ?? throw new CliException($"{item.Display} was not there at revision {revision}");
        }
        if (item.Object.Count == 0) { return await states.LastAsync(item, context.Cancellation) ?? throw new CliException($"{item.Display} is in no revision that the server keeps"); }
        var left = StatesMax;
        await foreach (var state in states.BeforeAsync(item, item.Object, context.Cancellation))
        {
            if (Essence.Differs(state, item.Object)) { return state; }
            if (--left == 0) { break; }
        }
        throw new CliException($"the server keeps no revision in which {item.Display} was different");
    }

    private static async Task ListAsync(CommandContext context, ResourceItem item)
    {
        var states = new PastStates(await context.ServerAsync());
        var newest = item.Object.Count > 0 ? item.Object : await states.LastAsync(item, context.Cancellation) ?? throw new CliException($"{item.Display} is in no revision that the server keeps");
        var table = new TextTable();
        table.Add(["REVISION", "AGE", "MANAGER", "CHANGED"]);
        var (current, left) = (newest, StatesMax);
        await foreach (var state in states.BeforeAsync(item, newest, context.Cancellation))
        {
            if (Essence.Differs(state, current)) { table.Add(Row(context, current, [.. Essence.Changes(state, current)])); }
            current = state;
            if (--left == 0) { break; }
        }
        table.Add(Row(context, current, []));
        table.Flush(context.Out);
    }

    private static string[] Row(CommandContext context, ObjectNode state, string[] changes)
    {
        var writes = (state.At("metadata", "managedFields") as ArrayNode ?? ArrayNode.Empty).Where(static m => m.TextAt("subresource") != "status");
        var last = writes.MaxBy(static m => m.TextAt("time"), StringComparer.Ordinal);
        var shown = changes.Length > ChangesShownMax ? [.. changes.Take(ChangesShownMax), string.Create(CultureInfo.InvariantCulture, $"+{changes.Length - ChangesShownMax}")] : changes;
        return [state.TextAt("metadata", "resourceVersion") ?? "", Ages.Since(last?.TextAt("time") ?? state.TextAt("metadata", "creationTimestamp") ?? "", context.Now), last?.TextAt("manager") ?? "-", shown.Length > 0 ? string.Join(", ", shown) : "-"];
    }
}

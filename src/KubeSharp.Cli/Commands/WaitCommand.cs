using KubeSharp.Cli.Resources;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl wait.</summary>
internal static class WaitCommand
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(500);

    /// <summary>wait</summary>
    public static Command Wait { get; } = new("wait", "Wait for a condition of objects", "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]", RunAsync) { Checks = [Check.Format, Check.Server] };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var wanted = context.Flags.List("for");
        if (wanted.Count == 0) { throw new CliException("unrecognized condition: []"); }
        var selection = await context.SelectionAsync();
        if (context.Flags.Bool("local") && !selection.HasFiles) { throw new CliException(SetCommand.LocalNeedsFiles); }
        context.Terminal.Interruption.Guard();
        var timeout = context.Flags.Duration("timeout");
        var limit = timeout < TimeSpan.Zero ? TimeSpan.FromDays(7) : timeout;
        var conditions = wanted.Select(static w => w.ToLowerInvariant() is "delete" or "create" ? w.ToLowerInvariant() : w).Select(static w => (Text: w, IsMet: Condition(w))).ToArray();
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw new CliException(selection.LabelSelector.Length + selection.FieldSelector.Length > 0 ? "at least one resource must be specified to use a selector" : Selection.NothingGiven); }
        if (selection is { HasFiles: false, HasSelector: false, Words: [var type] } && !type.Contains('/', StringComparison.Ordinal)) { await (await context.ReaderAsync()).CheckAsync(selection, context.Cancellation); }
        var (started, reader, isForDeletion) = (context.Terminal.Time.GetTimestamp(), await context.ReaderAsync(), conditions.Any(static c => c.Text == "delete"));
        // The time is that of all together. What is not there keeps nobody from waiting for the rest.
        async Task AwaitAllAsync(ResourceItem item)
        {
            foreach (var (text, isMet) in conditions) { context.Report(await MetAsync(context, item, text, isMet, limit == TimeSpan.Zero ? limit : Left(context, started, limit)), "condition met"); }
        }
        var items = conditions.Any(static c => c.Text == "create") ? await CreatedAsync(context, selection, limit) : [];
        foreach (var item in items) { await reader.VisitAsync(item, AwaitAllAsync); }
        if (items.Count == 0) { items = await reader.OnServerAsync(selection with { IgnoreNotFound = isForDeletion }, allowsAllOfType: true, context.Cancellation, AwaitAllAsync); }
        if (items.Count == 0 && !isForDeletion && !reader.HasFailures) { throw new CliException("no matching resources found"); }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task<Node> MetAsync(CommandContext context, ResourceItem item, string wanted, Func<Node, bool> isMet, TimeSpan limit)
    {
        if (wanted != "delete") { return await AwaitAsync(context, item, isMet, limit); }
        if (limit == TimeSpan.Zero) { throw new CliException($"condition not met for {item.Type.Plural}/{item.Name}"); }
        await DeleteCommand.WaitGoneAsync(context, await context.ServerAsync(), item, limit);
        return item.Object;
    }

    private static async Task<IReadOnlyList<ResourceItem>> FoundAsync(CommandContext context, Selection selection, CancellationToken cancellation)
    {
        var reader = await context.ReaderAsync();
        var items = await reader.OnServerAsync(selection, allowsAllOfType: true, cancellation);
        reader.ThrowFailures();
        return items;
    }

    private static TimeSpan Left(CommandContext context, long started, TimeSpan limit)
    {
        var left = limit - context.Terminal.Time.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1);
    }

    /// <summary>What --for asks. Pure.</summary>
    /// <exception cref="CliException">It is malformed.</exception>
    public static Func<Node, bool> Condition(string wanted)
    {
        if (wanted is "delete" or "create") { return static _ => true; }
        if (wanted.StartsWith("condition=", StringComparison.OrdinalIgnoreCase))
        {
            var pair = wanted["condition=".Length..].Split('=', 2);
            var status = pair.Length == 2 ? pair[1] : "true";
            return node => HasCondition(node, pair[0], status);
        }
        if (wanted.StartsWith("jsonpath=", StringComparison.Ordinal)) { return JsonPath(wanted["jsonpath=".Length..]); }
        throw new CliException($"unrecognized condition: \"{wanted}\"");
    }

    private static Func<Node, bool> JsonPath(string text)
    {
        var equals = EqualsOutside(text);
        var (path, value) = equals >= 0 ? (text[..equals], text[(equals + 1)..].Trim('"', '\'')) : (text, null);
        if (text.Length == 0) { throw new CliException("jsonpath expression cannot be empty"); }
        if (value == "") { throw new CliException("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3"); }
        if (path.Length == 0) { throw new CliException("jsonpath wait condition cannot be empty"); }
        try
        {
            var bare = path.Trim('\'', '"');
            if (bare is "{}" or "") { throw new CliException("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"); }
            var template = JsonPathTemplate.Relaxed(bare);
            return node => Found(template, node) is { Count: > 0 } found && Only(found) is var only && (value is null || JsonPathTemplate.Text(Plain(only)) == value);
        }
        catch (TemplateException e) { throw new CliException(e.Message); }
    }

    // The = before the value: outside of brackets, in which filters compare.
    private static int EqualsOutside(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '{' or '[' or '(' => 1, '}' or ']' or ')' => -1, _ => 0 };
            if (text[i] == '=' && depth == 0) { return i; }
        }
        return -1;
    }

    // What is looked at must be one.
    private static Node Only(IReadOnlyList<Node> found)
    {
        if (found.Count > 1) { throw new CliException("given jsonpath expression matches more than one value"); }
        return found[0];
    }

    // What is compared with a value must be a plain one.
    private static Node Plain(Node found) => found is ObjectNode or ArrayNode ? throw new CliException("jsonpath leads to a nested object or list which is not supported") : found;

    private static IReadOnlyList<Node> Found(JsonPathTemplate template, Node node)
    {
        try { return template.Find(node); }
        catch (TemplateException) { return []; }
    }

    private static bool HasCondition(Node node, string type, string status)
    {
        if (node.At("status", "observedGeneration") is NumberNode observed && node.At("metadata", "generation") is NumberNode generation && observed.Integer < generation.Integer) { return false; }
        foreach (var condition in node.At("status", "conditions") as ArrayNode ?? ArrayNode.Empty)
        {
            if (string.Equals(condition.TextAt("type"), type, StringComparison.OrdinalIgnoreCase)) { return string.Equals(condition.TextAt("status"), status, StringComparison.OrdinalIgnoreCase); }
        }
        return false;
    }

    private static async Task<Node> AwaitAsync(CommandContext context, ResourceItem item, Func<Node, bool> isMet, TimeSpan limit)
    {
        if (isMet(item.Object)) { return item.Object; }
        if (limit == TimeSpan.Zero) { throw new CliException($"condition not met for {item.Type.Plural}/{item.Name}"); }
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limited.CancelAfter(limit);
        var server = await context.ServerAsync();
        try
        {
            while (true)
            {
                var live = await server.GetAsync(item.Path, limited.Token);
                if (isMet(live)) { return live; }
                await foreach (var (type, value) in WatchCommand.EventsAsync(server, $"{item.Type.PathOf(item.Namespace)}?fieldSelector=metadata.name%3D{Uri.EscapeDataString(item.Name)}&watch=true&resourceVersion={live.TextAt("metadata", "resourceVersion")}", "application/json", limited.Token))
                {
                    if (type == "DELETED") { throw StatusException.NotFound(item.Type.Group, item.Type.Plural, item.Name); }
                    if (isMet(value)) { return value; }
                }
            }
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested) { throw new CliException($"timed out waiting for the condition on {item.Type.Plural}/{item.Name}"); }
    }

    // Compat: an object that is not there is waited for where it alone is missing; of several, and of what files name, it is told at once.
    private static async Task<IReadOnlyList<ResourceItem>> CreatedAsync(CommandContext context, Selection selection, TimeSpan limit)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        if (limit > TimeSpan.Zero) { limited.CancelAfter(limit); }
        try
        {
            while (true)
            {
                try
                {
                    if (await FoundAsync(context, selection, limited.Token) is { Count: > 0 } items) { return items; }
                }
                catch (StatusException e) when (e.Is(StatusReason.NotFound) && !selection.HasFiles) { }
                if (limit == TimeSpan.Zero) { throw new CliException("timed out waiting for the condition"); }
                await Task.Delay(_poll, context.Terminal.Time, limited.Token);
            }
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested) { throw new CliException("timed out waiting for the condition"); }
    }
}

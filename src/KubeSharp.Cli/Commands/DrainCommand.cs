using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Draining;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl drain: no new pods come to the nodes, and those there are leave.</summary>
internal static class DrainCommand
{
    private const int RetryDelaySeconds = 5;
    private const int PollDelaySeconds = 1;

    /// <summary>drain</summary>
    public static Command Drain { get; } = new("drain", "Move the pods of a node elsewhere", "NODE", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var nodes = await NodeCommands.SelectedAsync(context, "drain");
        foreach (var node in nodes) { await NodeCommands.SetAsync(context, node, isOn: true); }
        var failed = new List<(string Node, IReadOnlyList<string> Reasons)>();
        foreach (var node in nodes)
        {
            var reasons = await TryAsync(context, node);
            if (reasons.Count == 0) { context.Out.WriteLine($"node/{node.Name} drained{Suffix(context)}"); continue; }
            await context.Out.FlushAsync(context.Cancellation);
            context.Error.WriteLine($"error: unable to drain node \"{node.Name}\" due to error: {Joined(reasons)}, continuing command...");
            failed.Add((node.Name, reasons));
        }
        if (failed.Count == 0) { return 0; }
        context.Error.WriteLine("There are pending nodes to be drained:");
        foreach (var (node, _) in failed) { context.Error.WriteLine($" {node}"); }
        throw new CliException(string.Join('\n', failed.SelectMany(static f => f.Reasons)), isPlain: true);
    }

    /// <summary>Checks that a text selects pods.</summary>
    /// <exception cref="CliException">It is no selector.</exception>
    public static void CheckSelector(string labels)
    {
        try { LabelSelector.Parse(labels); }
        catch (FormatException) { throw new CliException("--pod-selector=<pod_selector> must be a valid label selector"); }
    }

    private static string Suffix(CommandContext context) => context.DryRun() switch { "client" => " (dry run)", "server" => " (server dry run)", _ => "" };

    private static string Joined(IReadOnlyList<string> reasons) => reasons is [var only] ? only : $"[{string.Join(", ", reasons)}]";

    private static async Task<IReadOnlyList<string>> TryAsync(CommandContext context, ResourceItem node)
    {
        try { return await DrainOneAsync(context, node); }
        catch (Exception e) when (e is CliException or StatusException) { return [e.Message]; }
    }

    // What kept the node from being drained; none: it is.
    private static async Task<IReadOnlyList<string>> DrainOneAsync(CommandContext context, ResourceItem node)
    {
        var plan = await PlanAsync(context, node);
        if (plan.Obstacles.Count > 0) { return plan.Obstacles; }
        await context.Out.FlushAsync(context.Cancellation);
        if (plan.Warning.Length > 0) { context.Terminal.Warn($"{plan.Warning}"); }
        if (context.DryRun() == "client")
        {
            foreach (var pod in plan.Leaving) { context.Out.WriteLine($"evicting pod {pod.Text("metadata", "namespace")}/{pod.Text("metadata", "name")} (dry run)"); }
            return [];
        }
        var timeout = context.Flags.Duration("timeout");
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        if (timeout > TimeSpan.Zero) { limited.CancelAfter(timeout); }
        var server = await context.ServerAsync();
        var leaving = plan.Leaving.Select(pod => new LeavingPod(context, server, pod, RulesOf(context), timeout, limited.Token)).ToArray();
        var failures = context.Flags.Bool("disable-eviction") ? await DeleteAsync(leaving) : (await Task.WhenAll(leaving.Select(static p => p.EvictAsync()))).Where(static f => f.Length > 0).ToArray();
        context.Cancellation.ThrowIfCancellationRequested();
        if (failures.Length == 0) { return []; }
        var left = await PlanAsync(context, node);
        await context.Out.FlushAsync(context.Cancellation);
        if (left.Leaving.Count > 0) { context.Error.WriteLine($"There are pending pods in node \"{node.Name}\" when an error occurred: {Joined(failures)}"); }
        foreach (var pod in left.Leaving) { context.Error.WriteLine($"pod/{pod.Text("metadata", "name")}"); }
        return failures;
    }

    private static DrainRules RulesOf(CommandContext context) =>
        new(context.Flags.Bool("force"), context.Flags.Bool("ignore-daemonsets"), context.Flags.Bool("delete-emptydir-data"), context.Flags.Int("skip-wait-for-delete-timeout"));

    private static async Task<DrainPlan> PlanAsync(CommandContext context, ResourceItem node)
    {
        var server = await context.ServerAsync();
        var type = new ResourceType("", "v1", "pods", "Pod", true);
        var selection = (await context.SelectionAsync([])) with { AllNamespaces = true, FieldSelector = $"spec.nodeName={node.Name}", LabelSelector = context.Flags.Text("pod-selector") };
        var pods = (await (await context.ReaderAsync()).ListAsync(type, selection, context.Cancellation)).Select(static i => i.Object).ToArray();
        var lost = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        foreach (var set in pods.Select(DrainPlan.DaemonSetOf).Where(static s => s.Length > 0).Distinct())
        {
            try { await server.GetAsync($"/apis/apps/v1/namespaces/{set.Replace("/", "/daemonsets/", StringComparison.Ordinal)}", context.Cancellation); }
            catch (StatusException e) { lost[set] = (e.Message, e.Is(StatusReason.NotFound)); }
        }
        return DrainPlan.Of(pods, lost, RulesOf(context), context.Now);
    }

    private static async Task<string[]> DeleteAsync(IReadOnlyList<LeavingPod> pods)
    {
        foreach (var pod in pods)
        {
            if (await pod.DeleteAsync() is { Length: > 0 } failure) { return [failure]; }
        }
        return [.. (await Task.WhenAll(pods.Select(static p => p.GoneAsync("deleted")))).Where(static f => f.Length > 0)];
    }

    /// <summary>A pod on its way out. Several leave at the same time; lines are written whole.</summary>
    private sealed class LeavingPod(CommandContext context, ServerConnection server, ObjectNode pod, DrainRules rules, TimeSpan timeout, CancellationToken limit)
    {
        private readonly string _ns = pod.Text("metadata", "namespace");
        private readonly string _name = pod.Text("metadata", "name");

        private string Path => $"/api/v1/namespaces/{_ns}/pods/{_name}";

        /// <summary>Evicts it, again and again while a budget does not allow it, and waits until it is gone. Returns what failed; empty: nothing.</summary>
        public async Task<string> EvictAsync()
        {
            while (true)
            {
                Say($"evicting pod {_ns}/{_name}{(context.DryRun() == "server" ? " (server dry run)" : "")}", context.Out);
                if (limit.IsCancellationRequested) { return TimedOut(); }
                try
                {
                    var eviction = ObjectNode.Of(("apiVersion", "policy/v1"), ("kind", "Eviction"), ("metadata", ObjectNode.Of(("name", _name), ("namespace", _ns))), ("deleteOptions", Options()));
                    await server.CallAsync(HttpMethod.Post, $"{Path}/eviction", eviction.ToUtf8(), "application/json", context.Cancellation);
                    return context.DryRun() == "server" ? "" : await GoneAsync("evicted");
                }
                catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return ""; }
                catch (StatusException e) when (e.Status.Code == 429)
                {
                    Say($"error when evicting pods/\"{_name}\" -n \"{_ns}\" (will retry after {RetryDelaySeconds}s): {e.Message}", context.Error);
                    await Task.Delay(TimeSpan.FromSeconds(RetryDelaySeconds), context.Terminal.Time, context.Cancellation);
                }
                catch (StatusException e) { return $"error when evicting pods/\"{_name}\" -n \"{_ns}\": {e.Message}"; }
            }
        }

        /// <summary>Deletes it past all budgets. Returns what failed; empty: nothing.</summary>
        public async Task<string> DeleteAsync()
        {
            try { await server.CallAsync(HttpMethod.Delete, Path, Options().ToUtf8(), "application/json", context.Cancellation); }
            catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
            catch (StatusException e) { return e.Message; }
            return "";
        }

        /// <summary>Waits until it is gone, and says so. Returns what failed; empty: nothing.</summary>
        public async Task<string> GoneAsync(string done)
        {
            if (context.DryRun() == "server") { return ""; }
            while (true)
            {
                try
                {
                    var live = await server.GetAsync(Path, limit);
                    if (live.Text("metadata", "uid") != pod.Text("metadata", "uid")) { break; }
                    if (DrainPlan.IsSkipped(live, rules, context.Now))
                    {
                        Say($"pod {_name} has DeletionTimestamp older than {rules.SkipsDeletedAfterSeconds} seconds, skipping", context.Out);
                        return "";
                    }
                    await Task.Delay(TimeSpan.FromSeconds(PollDelaySeconds), context.Terminal.Time, limit);
                }
                catch (StatusException e) when (e.Is(StatusReason.NotFound)) { break; }
                catch (OperationCanceledException) { return $"error when waiting for pod \"{_name}\" in namespace \"{_ns}\" to terminate: global timeout reached: {GoDuration.Format(timeout)}"; }
            }
            Say($"pod/{_name} {done}", context.Out);
            return "";
        }

        private string TimedOut() => $"error when evicting pods/\"{_name}\" -n \"{_ns}\": global timeout reached: {GoDuration.Format(timeout)}";

        private ObjectNode Options() => ObjectNode.Of(("gracePeriodSeconds", context.Flags.Int("grace-period") is >= 0 and var grace ? grace : null), ("dryRun", context.DryRun() == "server" ? ArrayNode.Of("All") : null));

        private void Say(string line, TextWriter to)
        {
            lock (context.Terminal)
            {
                to.WriteLine(line);
                to.Flush();
            }
        }
    }
}

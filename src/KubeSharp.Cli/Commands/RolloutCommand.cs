using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl rollout status, restart, pause, resume.</summary>
internal static class RolloutCommand
{
    /// <summary>rollout and its subcommands</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        new("rollout", "Follow and steer rollouts", "SUBCOMMAND", null),
        new("rollout history", "Show past revisions", "(TYPE NAME | TYPE/NAME) [flags]", RolloutHistory.ShowAsync) { Checks = [Check.Connection] },
        new("rollout pause", "Pause a rollout", "RESOURCE", c => SwitchAsync(c, isPaused: true)) { Checks = [Check.Connection] },
        new("rollout restart", "Restart the pods", "RESOURCE", RestartAsync) { Checks = [Check.Connection] },
        new("rollout resume", "Resume a rollout", "RESOURCE", c => SwitchAsync(c, isPaused: false)) { Checks = [Check.Connection] },
        new("rollout status", "Show how far a rollout is", "(TYPE NAME | TYPE/NAME) [flags]", FollowAsync) { Checks = [Check.Connection] },
        new("rollout undo", "Go back to a revision", "(TYPE NAME | TYPE/NAME) [flags]", RolloutHistory.UndoAsync) { Checks = [Check.DryRun, Check.Connection] },
    ];

    /// <summary>Does something to each workload that the command line names; what fails or is not found is told when the rest is done.</summary>
    public static async Task<int> EachAsync(CommandContext context, Func<ResourceItem, Task> actAsync)
    {
        var selection = await context.TypedSelectionAsync();
        if (selection.Words.Count == 0 && !selection.HasFiles) { throw new CliException("required resource not specified"); }
        var reader = await context.ReaderAsync();
        // Compat: those that send patches read all objects first.
        var readsFirst = context.Command.Path is "rollout pause" or "rollout resume" or "rollout restart";
        var items = await reader.OnServerAsync(selection, allowsAllOfType: true, context.Cancellation, readsFirst ? null : actAsync);
        // Compat: history and undo say nothing of nothing.
        if (items.Count == 0 && !reader.HasFailures && context.Command.Path is not ("rollout history" or "rollout undo")) { context.Error.WriteLine($"No resources found in {selection.Namespace} namespace."); }
        if (readsFirst) { reader.GatherFailures(); }
        foreach (var item in readsFirst ? items : []) { await reader.VisitAsync(item, actAsync); }
        reader.ThrowFailures();
        return 0;
    }

    // Compat: a revision that is none is told of after there is nothing to follow.
    private static async Task<int> FollowAsync(CommandContext context)
    {
        if (context.Arguments.Count > 0 || (await context.SelectionAsync()).HasFiles) { CheckRevision(context); }
        return await EachAsync(context, item => FollowAsync(context, item));
    }

    /// <summary>Checks that --revision is no negative number.</summary>
    /// <exception cref="CliException">It is.</exception>
    public static void CheckRevision(CommandContext context)
    {
        if (context.Flags.Int("revision") is < 0 and var revision) { throw new CliException($"revision must be a positive integer: {revision}"); }
    }

    private static Task<int> RestartAsync(CommandContext context) => EachAsync(context, async item =>
    {
        if (item.Type.Plural is not ("deployments" or "daemonsets" or "statefulsets")) { throw Not(item, "restarting is not supported"); }
        if (item.Object.At("spec", "paused") is BooleanNode { Value: true }) { throw Not(item, "can't restart paused deployment (run rollout resume first)"); }
        var stamp = context.Now.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        await PatchAsync(context, item, (ObjectNode)ObjectNode.Empty.With(["spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"], stamp), "restarted");
    });

    private static Task<int> SwitchAsync(CommandContext context, bool isPaused) => EachAsync(context, async item =>
    {
        if (item.Type.Plural != "deployments") { throw Not(item, $"{(isPaused ? "pausing" : "resuming")} is not supported"); }
        if (item.Object.At("spec", "paused") is BooleanNode { Value: true } == isPaused) { throw Not(item, isPaused ? "is already paused" : "is not paused"); }
        await PatchAsync(context, item, ObjectNode.Of(("spec", ObjectNode.Of(("paused", isPaused ? true : NullNode.Instance)))), isPaused ? "paused" : "resumed");
    });

    // Compat: of several failures these alone say "error: " each.
    private static CliException Not(ResourceItem item, string why) => new($"error: {item.Type.Qualified} \"{item.Name}\" {why}");

    private static async Task PatchAsync(CommandContext context, ResourceItem item, ObjectNode patch, string done) =>
        context.Report(await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery("kubectl-rollout"), patch.ToUtf8(), Patches.StrategicType, context.Cancellation), done, isTyped: true);

    private static async Task FollowAsync(CommandContext context, ResourceItem item)
    {
        context.Terminal.Interruption.Guard();
        var timeout = context.Flags.Duration("timeout");
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        if (timeout > TimeSpan.Zero) { limited.CancelAfter(timeout); }
        try { await FollowAsync(context, item, limited.Token); }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested) { throw new CliException("timed out waiting for the condition"); }
    }

    private static async Task FollowAsync(CommandContext context, ResourceItem item, CancellationToken cancellation)
    {
        var server = await context.ServerAsync();
        while (true)
        {
            var live = await server.GetAsync(item.Path, cancellation);
            if (Say(context, item, live)) { return; }
            var path = $"{item.Type.PathOf(item.Namespace)}?fieldSelector=metadata.name%3D{Uri.EscapeDataString(item.Name)}&watch=true&resourceVersion={live.Text("metadata", "resourceVersion")}";
            await foreach (var (type, value) in WatchCommand.EventsAsync(server, path, "application/json", cancellation))
            {
                if (type == "DELETED") { throw new CliException("object has been deleted"); }
                if (Say(context, item, value)) { return; }
            }
        }
    }

    private static bool Say(CommandContext context, ResourceItem item, Node live)
    {
        var (message, isDone) = Progress(item, live, context.Flags.Int("revision"));
        context.Out.Write(message);
        context.Out.Flush();
        return isDone || !context.Flags.Bool("watch");
    }

    /// <summary>What is to be said about a workload's rollout, and whether it is done. Pure.</summary>
    /// <exception cref="CliException">It will not get done, or is of a kind without rollouts.</exception>
    public static (string Message, bool IsDone) Progress(ResourceItem item, Node live, long revision) => item.Type.Plural switch
    {
        "deployments" => Deployment(item.Name, live, revision),
        "daemonsets" => DaemonSet(item.Name, live),
        "statefulsets" => StatefulSet(live),
        _ => throw new CliException($"no status viewer has been implemented for {item.Type.Kind}{(item.Type.Group.Length > 0 ? "." : "")}{item.Type.Group}"),
    };

    private static (string, bool) Deployment(string name, Node d, long revision)
    {
        if (revision > 0 && d.Text("metadata", "annotations", "deployment.kubernetes.io/revision") is var now && now != revision.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new CliException($"desired revision ({revision}) is different from the running revision ({now})");
        }
        if (d.Number("metadata", "generation") > d.Number("status", "observedGeneration")) { return ("Waiting for deployment spec update to be observed...\n", false); }
        if (d.Items("status", "conditions").Any(static c => c.Text("type") == "Progressing" && c.Text("reason") == "ProgressDeadlineExceeded")) { throw new CliException($"deployment \"{name}\" exceeded its progress deadline"); }
        var (wanted, updated, all, available) = (d.Number("spec", "replicas"), d.Number("status", "updatedReplicas"), d.Number("status", "replicas"), d.Number("status", "availableReplicas"));
        if (updated < wanted) { return ($"Waiting for deployment \"{name}\" rollout to finish: {updated} out of {wanted} new replicas have been updated...\n", false); }
        if (all > updated) { return ($"Waiting for deployment \"{name}\" rollout to finish: {all - updated} old replicas are pending termination...\n", false); }
        return available < updated ? ($"Waiting for deployment \"{name}\" rollout to finish: {available} of {updated} updated replicas are available...\n", false) : ($"deployment \"{name}\" successfully rolled out\n", true);
    }

    private static (string, bool) DaemonSet(string name, Node d)
    {
        if (d.Text("spec", "updateStrategy", "type") != "RollingUpdate") { throw new CliException("rollout status is only available for RollingUpdate strategy type"); }
        if (d.Number("metadata", "generation") > d.Number("status", "observedGeneration")) { return ("Waiting for daemon set spec update to be observed...\n", false); }
        var (wanted, updated, available) = (d.Number("status", "desiredNumberScheduled"), d.Number("status", "updatedNumberScheduled"), d.Number("status", "numberAvailable"));
        if (updated < wanted) { return ($"Waiting for daemon set \"{name}\" rollout to finish: {updated} out of {wanted} new pods have been updated...\n", false); }
        return available < wanted ? ($"Waiting for daemon set \"{name}\" rollout to finish: {available} of {wanted} updated pods are available...\n", false) : ($"daemon set \"{name}\" successfully rolled out\n", true);
    }

    private static (string, bool) StatefulSet(Node s)
    {
        if (s.Text("spec", "updateStrategy", "type") != "RollingUpdate") { throw new CliException("rollout status is only available for RollingUpdate strategy type"); }
        if (s.Number("status", "observedGeneration") == 0 || s.Number("metadata", "generation") > s.Number("status", "observedGeneration")) { return ("Waiting for statefulset spec update to be observed...\n", false); }
        var (wanted, ready, updated) = (s.Number("spec", "replicas"), s.Number("status", "readyReplicas"), s.Number("status", "updatedReplicas"));
        if (ready < wanted) { return ($"Waiting for {wanted - ready} pods to be ready...\n", false); }
        if (s.At("spec", "updateStrategy", "rollingUpdate") is ObjectNode rolling)
        {
            var partition = rolling.Number("partition");
            return updated < wanted - partition ? ($"Waiting for partitioned roll out to finish: {updated} out of {wanted - partition} new pods have been updated...\n", false)
                : ($"partitioned roll out complete: {updated} new pods have been updated...\n", true);
        }
        return s.Text("status", "updateRevision") != s.Text("status", "currentRevision") ? ($"waiting for statefulset rolling update to complete {updated} pods at revision {s.Text("status", "updateRevision")}...\n", false)
            : ($"statefulset rolling update complete {s.Number("status", "currentReplicas")} pods at revision {s.Text("status", "currentRevision")}...\n", true);
    }
}

using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tables;

/// <summary>What kubectl get pods shows of a pod.</summary>
internal static class PodCells
{

    /// <summary>2/3.</summary>
    public static Node Ready(ObjectNode pod, DateTimeOffset now)
    {
        var restartable = Items(pod, "spec", "initContainers").Where(static c => c.TextAt("restartPolicy") == "Always").Select(static c => c.TextAt("name")).ToHashSet();
        var statuses = Items(pod, "status", "containerStatuses").Concat(Items(pod, "status", "initContainerStatuses").Where(s => restartable.Contains(s.TextAt("name"))));
        return $"{statuses.Count(static s => s.At("ready") is BooleanNode { Value: true })}/{Items(pod, "spec", "containers").Count + restartable.Count}";
    }

    /// <summary>3 (5m ago).</summary>
    public static Node Restarts(ObjectNode pod, DateTimeOffset now)
    {
        var all = Items(pod, "status", "containerStatuses").Concat(Items(pod, "status", "initContainerStatuses")).ToArray();
        var count = all.Sum(static s => (s.At("restartCount") as NumberNode)?.Integer ?? 0);
        var last = all.Select(static s => s.TextAt("lastState", "terminated", "finishedAt")).OfType<string>().Max(StringComparer.Ordinal);
        return count == 0 || last is null ? $"{count}" : $"{count} ({Ages.Since(last, now)} ago)";
    }

    /// <summary>Running, Init:0/1, CrashLoopBackOff, Terminating…</summary>
    public static Node Status(ObjectNode pod, DateTimeOffset now)
    {
        var reason = pod.TextAt("status", "reason") ?? pod.TextAt("status", "phase") ?? "";
        if (Items(pod, "status", "conditions").Any(static c => c.TextAt("type") == "PodScheduled" && c.TextAt("reason") == "SchedulingGated")) { reason = "SchedulingGated"; }
        var initial = Initial(pod);
        if (initial is not null) { reason = initial; }
        if (initial is null || Items(pod, "status", "conditions").Any(static c => c.TextAt("type") == "Initialized" && c.TextAt("status") == "True"))
        {
            var isRunning = false;
            foreach (var status in Items(pod, "status", "containerStatuses").Reverse())
            {
                if (status.TextAt("state", "waiting", "reason") is { Length: > 0 } waiting) { reason = waiting; }
                else if (status.At("state", "terminated") is { } ended) { reason = Ended(ended); }
                else if (status.At("ready") is BooleanNode { Value: true } && status.At("state", "running") is not null) { isRunning = true; }
            }
            if (reason == "Completed" && isRunning)
            {
                reason = Items(pod, "status", "conditions").Any(static c => c.TextAt("type") == "Ready" && c.TextAt("status") == "True") ? "Running" : "NotReady";
            }
        }
        if (pod.At("metadata", "deletionTimestamp") is null) { return reason; }
        return pod.TextAt("status", "reason") == "NodeLost" ? "Unknown" : pod.TextAt("status", "phase") is "Failed" or "Succeeded" ? reason : "Terminating";
    }

    /// <summary>The list at the path; empty where there is none.</summary>
    public static IReadOnlyList<Node> Items(ObjectNode value, params ReadOnlySpan<string> path) => value.At(path) as ArrayNode ?? ArrayNode.Empty;

    // What the first init container that is not done is at; null when all are.
    private static string? Initial(ObjectNode pod)
    {
        var specs = Items(pod, "spec", "initContainers");
        var statuses = Items(pod, "status", "initContainerStatuses");
        for (var i = 0; i < statuses.Count; i++)
        {
            var status = statuses[i];
            var isSidecar = specs.FirstOrDefault(c => c.TextAt("name") == status.TextAt("name"))?.TextAt("restartPolicy") == "Always";
            if (status.At("state", "terminated", "exitCode") is NumberNode { Integer: 0 }) { continue; }
            if (isSidecar && status.At("started") is BooleanNode { Value: true }) { continue; }
            if (status.At("state", "terminated") is { } ended) { return "Init:" + Ended(ended); }
            if (status.TextAt("state", "waiting", "reason") is { Length: > 0 } waiting && waiting != "PodInitializing") { return "Init:" + waiting; }
            return $"Init:{i}/{specs.Count}";
        }
        return null;
    }

    private static string Ended(Node state) =>
        state.TextAt("reason") is { Length: > 0 } reason ? reason
        : state.At("signal") is NumberNode { Integer: > 0 } signal ? $"Signal:{signal}" : $"ExitCode:{state.At("exitCode")}";
}

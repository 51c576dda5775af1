using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Localization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Explaining;

/// <summary>What an object itself says is not as it should be: conditions, containers, counts. Pure.</summary>
internal static class Reasons
{
    // Conditions that are bad news when they are true; of all others the truth is good news.
    private static readonly HashSet<string> _badWhenTrue = new(
        ["Failed", "FailureTarget", "ReplicaFailure", "MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable", "DisruptionTarget", "Dangling", "ScalingLimited",
            "NamespaceDeletionDiscoveryFailure", "NamespaceDeletionContentFailure", "NamespaceDeletionGroupVersionParsingFailure", "NamespaceContentRemaining", "NamespaceFinalizersRemaining",
            "NonStructuralSchema", "KubernetesAPIApprovalPolicyConformant", "ModifyVolumeError", "ControllerResizeError", "NodeResizeError"], StringComparer.Ordinal);

    // Conditions that say how far something is, not that it is wrong.
    private static readonly HashSet<string> _neutral = new(["Complete", "SuccessCriteriaMet", "Suspended", "PodReadyToStartContainers", "Resizing", "FileSystemResizePending", "DisruptionAllowed", "Denied", "Approved"], StringComparer.Ordinal);

    // Where a kind counts what it wants and what it has.
    private static readonly Dictionary<string, (string[] Wanted, string[] Have)> _counts = new(StringComparer.Ordinal)
    {
        ["Deployment"] = (["spec", "replicas"], ["status", "availableReplicas"]),
        ["ReplicaSet"] = (["spec", "replicas"], ["status", "availableReplicas"]),
        ["ReplicationController"] = (["spec", "replicas"], ["status", "availableReplicas"]),
        ["StatefulSet"] = (["spec", "replicas"], ["status", "availableReplicas"]),
        ["DaemonSet"] = (["status", "desiredNumberScheduled"], ["status", "numberAvailable"]),
    };

    /// <summary>The reasons, the most general first; none where nothing is wrong.</summary>
    public static IEnumerable<string> Of(Node content) => Deletion(content).Concat(Counts(content)).Concat(Switches(content)).Concat(Conditions(content)).Concat(Containers(content));

    private static IEnumerable<string> Deletion(Node content)
    {
        if (content.Text("metadata", "deletionTimestamp") is not { Length: > 0 } since) { yield break; }
        var finalizers = content.Items("metadata", "finalizers").Concat(content.Items("spec", "finalizers")).Select(static f => f.Text()).ToArray();
        yield return finalizers.Length > 0 ? Text.Of($"it is being deleted and waits for finalizers: {string.Join(", ", finalizers)}") : Text.Of($"it is being deleted since {since}");
    }

    private static IEnumerable<string> Counts(Node content)
    {
        if (!_counts.TryGetValue(content.Text("kind"), out var paths)) { yield break; }
        var (wanted, have) = (content.Number(paths.Wanted), content.Number(paths.Have));
        if (have < wanted) { yield return Text.Of($"{have} of {wanted} replicas are available"); }
    }

    private static IEnumerable<string> Switches(Node content)
    {
        if (content.At("spec", "suspend") is BooleanNode { Value: true }) { yield return Text.Of("it is suspended"); }
        if (content.At("spec", "paused") is BooleanNode { Value: true }) { yield return Text.Of("it is paused"); }
        if (content.Text("kind") == "CronJob" && content.Text("status", "lastScheduleTime").Length == 0) { yield return Text.Of("it has never run"); }
        if (content.Text("kind") is "PersistentVolumeClaim" or "PersistentVolume" && content.Text("status", "phase") is "Pending" or "Lost" or "Failed") { yield return $"{Text.Of("phase")}: {content.Text("status", "phase")} {content.Text("status", "message")}".TrimEnd(); }
    }

    private static IEnumerable<string> Conditions(Node content)
    {
        foreach (var c in content.Items("status", "conditions"))
        {
            var type = c.Text("type");
            var isGood = c.Text("status") == (_badWhenTrue.Contains(type) ? "False" : "True");
            if (isGood || _neutral.Contains(type) || c.Text("reason") is "PodCompleted" or "ScalingDisabled") { continue; }
            var reason = c.Text("reason") is { Length: > 0 } r ? $" ({r})" : "";
            var message = c.Text("message") is { Length: > 0 } m ? $": {m}" : "";
            yield return $"{type} {Text.Of("is")} {c.Text("status")}{reason}{message}";
        }
    }

    private static IEnumerable<string> Containers(Node content)
    {
        foreach (var s in content.Items("status", "initContainerStatuses").Concat(content.Items("status", "containerStatuses")))
        {
            if (s.At("state", "waiting") is { } waiting && waiting.Text("reason") is not ("" or "PodInitializing" or "ContainerCreating")) { yield return Text.Of($"container {s.Text("name")} waits: {waiting.Text("reason")} {waiting.Text("message")}".TrimEnd()); }
            if ((s.At("state", "terminated") ?? s.At("lastState", "terminated")) is { } ended && ended.Number("exitCode") != 0) { yield return Text.Of($"container {s.Text("name")} ended with code {ended.Number("exitCode")} ({ended.Text("reason")}), started {s.Number("restartCount")} times again"); }
        }
    }
}

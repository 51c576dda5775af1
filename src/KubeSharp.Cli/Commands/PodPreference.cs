using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>Which of a workload's pods is meant where one has to be chosen, as upstream's kubectl chooses.</summary>
internal static class PodPreference
{
    private const string Never = "~";

    /// <summary>The pods, the one whose log tells most first: it runs, is ready, has been so longest, has started again most often.</summary>
    public static IReadOnlyList<ObjectNode> ForLogs(IEnumerable<ObjectNode> pods) =>
    [
        .. pods.OrderBy(IsUnassigned).ThenBy(static p => p.Text("status", "phase") switch { "Unknown" => 1, "Pending" => 2, _ => 0 }).ThenByDescending(Workloads.IsReady).ThenBy(ReadySince, StringComparer.Ordinal)
            .ThenByDescending(static p => Restarts(p, "containers")).ThenByDescending(static p => Restarts(p, "initContainers")).ThenBy(static p => Time(p, "creationTimestamp"), StringComparer.Ordinal),
    ];

    /// <summary>The pods, the one best to join first: it runs, is ready, stays, has been ready longest, has started again least often.</summary>
    public static IReadOnlyList<ObjectNode> ForJoining(IEnumerable<ObjectNode> pods) =>
    [
        .. pods.OrderBy(IsUnassigned).ThenBy(static p => p.Text("status", "phase") switch { "Running" => 0, "Unknown" => 1, _ => 2 }).ThenByDescending(Workloads.IsReady).ThenByDescending(static p => Time(p, "deletionTimestamp"), StringComparer.Ordinal)
            .ThenBy(ReadySince, StringComparer.Ordinal).ThenBy(static p => Restarts(p, "containers")).ThenBy(static p => Restarts(p, "initContainers")).ThenBy(static p => Time(p, "creationTimestamp"), StringComparer.Ordinal),
    ];

    private static bool IsUnassigned(ObjectNode pod) => pod.Text("spec", "nodeName").Length == 0;

    private static string ReadySince(ObjectNode pod) => pod.Items("status", "conditions").FirstOrDefault(static c => c.Text("type") == "Ready" && c.Text("status") == "True")?.TextAt("lastTransitionTime") ?? Never;

    private static string Time(ObjectNode pod, string field) => pod.TextAt("metadata", field) ?? Never;

    // Of first containers only those count that go on beside the others.
    private static long Restarts(ObjectNode pod, string list)
    {
        var counted = pod.Items("spec", list).Where(c => list == "containers" || c.Text("restartPolicy") == "Always").Select(static c => c.Text("name")).ToHashSet(StringComparer.Ordinal);
        return pod.Items("status", list == "containers" ? "containerStatuses" : "initContainerStatuses").Where(s => counted.Contains(s.Text("name"))).Select(static s => s.Number("restartCount")).DefaultIfEmpty().Max();
    }
}

using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>A node takes what it has room for; emptier nodes are preferred (LeastAllocated). Source: Scheduler Configuration.</summary>
public sealed class NodeResourcesFit : IFilterPlugin, IScorePlugin
{
    /// <inheritdoc cref="IFilterPlugin.Name"/>
    public string Name => "NodeResourcesFit";

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeAllocatable | ClusterEvents.PodRemoved;

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster) => node => Lacks(pod.Requests, node) ? Rejected(pod.Requests, node) : null;

    /// <inheritdoc/>
    public bool Score(PodState pod, ClusterSnapshot cluster, ReadOnlySpan<NodeState> nodes, Span<long> scores)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            var cpu = Free(node.Allocatable.CpuMilli, node.ScoredRequested.CpuMilli + pod.ScoredRequests.CpuMilli);
            var memory = Free(node.Allocatable.MemoryBytes, node.ScoredRequested.MemoryBytes + pod.ScoredRequests.MemoryBytes);
            scores[i] = (cpu + memory) / 2;
        }
        return true;
    }

    // Asked of every node: only those that lack something have their reasons put together.
    private static bool Lacks(ResourceTotals asked, NodeState node)
    {
        if (node.Pods.Length + 1 > node.PodsMax) { return true; }
        if (Exceeds(asked.CpuMilli, node.Requested.CpuMilli, node.Allocatable.CpuMilli) || Exceeds(asked.MemoryBytes, node.Requested.MemoryBytes, node.Allocatable.MemoryBytes)) { return true; }
        foreach (var (resource, amount) in asked.Others)
        {
            if (Exceeds(amount, node.Requested.Amount(resource), node.Allocatable.Amount(resource))) { return true; }
        }
        return false;
    }

    private Rejection Rejected(ResourceTotals asked, NodeState node)
    {
        var reasons = new List<string>();
        // What is larger than the whole node is not mended by evicting pods.
        var isResolvable = true;
        if (node.Pods.Length + 1 > node.PodsMax) { Note("Too many pods", node.PodsMax > 0); }
        foreach (var resource in (ReadOnlySpan<string>)["cpu", "memory", .. asked.Others.ToArray().Select(static o => o.Key)])
        {
            var (amount, allocatable) = (asked.Amount(resource), node.Allocatable.Amount(resource));
            if (Exceeds(amount, node.Requested.Amount(resource), allocatable)) { Note($"Insufficient {resource}", amount <= allocatable); }
        }
        return new(Name, reasons[0], isResolvable) { OtherReasons = [.. reasons.Skip(1)] };

        void Note(string reason, bool helps)
        {
            reasons.Add(reason);
            isResolvable &= helps;
        }
    }

    private static bool Exceeds(long asked, long used, long allocatable) => asked > 0 && asked > allocatable - used;

    private static long Free(long allocatable, long used) => allocatable == 0 || used > allocatable ? 0 : (allocatable - used) * IScorePlugin.ScoreMax / allocatable;
}

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
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster) => node =>
    {
        if (node.Pods.Length + 1 > node.PodsMax) { return new(Name, "Too many pods", node.PodsMax > 0); }
        var asked = pod.Requests;
        if (Exceeds(asked.CpuMilli, node.Requested.CpuMilli, node.Allocatable.CpuMilli)) { return Insufficient("cpu", asked.CpuMilli, node.Allocatable.CpuMilli); }
        if (Exceeds(asked.MemoryBytes, node.Requested.MemoryBytes, node.Allocatable.MemoryBytes))
        {
            return Insufficient("memory", asked.MemoryBytes, node.Allocatable.MemoryBytes);
        }
        foreach (var (resource, amount) in asked.Others)
        {
            if (Exceeds(amount, node.Requested.Amount(resource), node.Allocatable.Amount(resource)))
            {
                return Insufficient(resource, amount, node.Allocatable.Amount(resource));
            }
        }
        return null;
    };

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

    private static bool Exceeds(long asked, long used, long allocatable) => asked > 0 && asked > allocatable - used;

    private static long Free(long allocatable, long used) => allocatable == 0 || used > allocatable ? 0 : (allocatable - used) * IScorePlugin.ScoreMax / allocatable;

    // What is larger than the whole node is not mended by evicting pods.
    private Rejection Insufficient(string resource, long asked, long allocatable) => new(Name, $"Insufficient {resource}", asked <= allocatable);
}

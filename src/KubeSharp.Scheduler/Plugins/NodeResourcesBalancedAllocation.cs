using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Prefers nodes whose CPU and memory are then used to like shares.</summary>
public sealed class NodeResourcesBalancedAllocation : IScorePlugin
{
    /// <inheritdoc/>
    public string Name => "NodeResourcesBalancedAllocation";

    /// <inheritdoc/>
    public bool Score(PodState pod, ClusterSnapshot cluster, ReadOnlySpan<NodeState> nodes, Span<long> scores)
    {
        // A pod that asks for nothing would only pile up where it is: it has no say here.
        if (pod.Requests.CpuMilli == 0 && pod.Requests.MemoryBytes == 0) { return false; }
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            var cpu = Share(node.Requested.CpuMilli + pod.Requests.CpuMilli, node.Allocatable.CpuMilli);
            var memory = Share(node.Requested.MemoryBytes + pod.Requests.MemoryBytes, node.Allocatable.MemoryBytes);
            // Of two values the standard deviation is half their distance.
            scores[i] = (long)((1 - (Math.Abs(cpu - memory) / 2)) * IScorePlugin.ScoreMax);
        }
        return true;
    }

    private static double Share(long used, long allocatable) => allocatable == 0 ? 1 : Math.Min(1, (double)used / allocatable);
}

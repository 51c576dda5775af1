using KubeSharp.Api.Semantics;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Node selector and node affinity, required and preferred. Source: Assigning Pods to Nodes.</summary>
public sealed class NodeAffinityPlugin : IFilterPlugin, IScorePlugin
{
    /// <inheritdoc cref="IFilterPlugin.Name"/>
    public string Name => "NodeAffinity";

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeLabels;

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster)
    {
        var spec = pod.Pod.Spec;
        if (spec.NodeSelector.Count == 0 && spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is null) { return null; }
        var rejection = new Rejection(Name, "node(s) didn't match Pod's node affinity/selector", false);
        return node => spec.Allows(node.Node) ? null : rejection;
    }

    /// <inheritdoc/>
    public bool Score(PodState pod, ClusterSnapshot cluster, ReadOnlySpan<NodeState> nodes, Span<long> scores)
    {
        var preferred = pod.Pod.Spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [];
        if (preferred.Count == 0) { return false; }
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var term in preferred)
            {
                if (term.Preference.Matches(nodes[i].Node)) { scores[i] += term.Weight; }
            }
        }
        ScoreScale.ToMax(scores);
        return true;
    }
}

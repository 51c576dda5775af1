using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Keeps pods off nodes with taints they do not tolerate; prefers nodes with fewer soft ones. Source: Taints and Tolerations.</summary>
public sealed class TaintToleration : IFilterPlugin, IScorePlugin
{
    /// <inheritdoc cref="IFilterPlugin.Name"/>
    public string Name => "TaintToleration";

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeTaints;

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster)
    {
        var tolerations = pod.Pod.Spec.Tolerations;
        return node =>
        {
            foreach (var taint in node.Node.Spec.Taints)
            {
                if (taint.Effect is "NoSchedule" or "NoExecute" && !tolerations.Tolerate(taint))
                {
                    return new Rejection(Name, $"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}", false);
                }
            }
            return null;
        };
    }

    /// <inheritdoc/>
    public bool Score(PodState pod, ClusterSnapshot cluster, ReadOnlySpan<NodeState> nodes, Span<long> scores)
    {
        var tolerations = pod.Pod.Spec.Tolerations.Where(static t => t.Effect is null or "" or "PreferNoSchedule").ToApiList();
        for (var i = 0; i < nodes.Length; i++)
        {
            scores[i] = nodes[i].Node.Spec.Taints.Count(t => t.Effect == "PreferNoSchedule" && !tolerations.Tolerate(t));
        }
        ScoreScale.ToMax(scores, isReversed: true);
        return true;
    }
}

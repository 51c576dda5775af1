using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Keeps pods off cordoned nodes, unless they tolerate it.</summary>
public sealed class NodeUnschedulable : IFilterPlugin
{
    private static readonly Taint _taint = new() { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" };

    /// <inheritdoc/>
    public string Name => "NodeUnschedulable";

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.NodeTaints;

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster)
    {
        if (pod.Pod.Spec.Tolerations.Tolerate(_taint)) { return null; }
        var rejection = new Rejection(Name, "node(s) were unschedulable", false);
        return node => node.Node.Spec.Unschedulable == true ? rejection : null;
    }
}

using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>A pod that names its node goes nowhere else.</summary>
public sealed class NodeName : IFilterPlugin
{
    /// <inheritdoc/>
    public string Name => "NodeName";

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.NodeAdded;

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster)
    {
        var name = pod.Pod.Spec.NodeName;
        if (string.IsNullOrEmpty(name)) { return null; }
        var rejection = new Rejection(Name, "node(s) didn't match the requested node name", false);
        return node => node.Name == name ? null : rejection;
    }
}

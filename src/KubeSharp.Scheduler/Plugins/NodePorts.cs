using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>A node's port is taken once.</summary>
public sealed class NodePorts : IFilterPlugin
{
    /// <inheritdoc/>
    public string Name => "NodePorts";

    /// <inheritdoc/>
    public ClusterEvents Events => ClusterEvents.NodeAdded | ClusterEvents.PodRemoved;

    /// <inheritdoc/>
    public NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster)
    {
        if (pod.HostPorts.Count == 0) { return null; }
        var rejection = new Rejection(Name, "node(s) didn't have free ports for the requested pod ports", true);
        return node =>
        {
            foreach (var other in node.Pods)
            {
                foreach (var taken in other.HostPorts)
                {
                    foreach (var wanted in pod.HostPorts)
                    {
                        if (taken.ConflictsWith(wanted)) { return rejection; }
                    }
                }
            }
            return null;
        };
    }
}

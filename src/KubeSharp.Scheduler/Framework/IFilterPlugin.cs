using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Framework;

/// <summary>Rules nodes out. It looks at pod and cluster once and gives a function that is then asked of each node. Pure.</summary>
public interface IFilterPlugin
{
    /// <summary>Upstream's name of the plug-in.</summary>
    string Name { get; }

    /// <summary>What may let the pod in that this plug-in has kept out.</summary>
    ClusterEvents Events { get; }

    /// <summary>The function for this pod; null: the pod does not concern this plug-in.</summary>
    NodeFilter? Prepare(PodState pod, ClusterSnapshot cluster);
}

namespace KubeSharp.Scheduler.Framework;

/// <summary>What happens in a cluster that may make room for a pod.</summary>
[Flags]
public enum ClusterEvents
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>A node came.</summary>
    NodeAdded = 1,
    /// <summary>A node's allocatable resources changed.</summary>
    NodeAllocatable = 2,
    /// <summary>A node's labels changed.</summary>
    NodeLabels = 4,
    /// <summary>A node's taints or its unschedulable mark changed.</summary>
    NodeTaints = 8,
    /// <summary>A pod was put on a node or its labels changed.</summary>
    PodAssigned = 16,
    /// <summary>A pod left a node.</summary>
    PodRemoved = 32,
    /// <summary>A claim, volume or storage class came or changed.</summary>
    Storage = 64,
    /// <summary>A namespace's labels changed.</summary>
    Namespace = 128,
    /// <summary>A claim of devices, a class of them or what a driver offers came or changed.</summary>
    Devices = 256,
    /// <summary>Any change of a node.</summary>
    Node = NodeAdded | NodeAllocatable | NodeLabels | NodeTaints,
    /// <summary>Everything.</summary>
    All = 511,
}

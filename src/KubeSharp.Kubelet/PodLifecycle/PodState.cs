namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Where a pod's worker stands; it only ever moves forward.</summary>
public enum PodState
{
    /// <summary>The pod should run.</summary>
    Running,
    /// <summary>Its containers are being ended.</summary>
    Terminating,
    /// <summary>Nothing runs any more; it rests until it is deleted.</summary>
    Resting,
    /// <summary>It was deleted and nothing runs: what is left of it is taken away.</summary>
    Cleaning,
    /// <summary>Nothing is left.</summary>
    Gone,
}

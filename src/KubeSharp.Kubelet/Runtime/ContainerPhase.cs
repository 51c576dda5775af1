namespace KubeSharp.Kubelet.Runtime;

/// <summary>Where a container is in its life.</summary>
public enum ContainerPhase
{
    /// <summary>Made, not started.</summary>
    Created,
    /// <summary>Its process runs.</summary>
    Running,
    /// <summary>Its process ended.</summary>
    Exited,
    /// <summary>The runtime does not know.</summary>
    Unknown,
}

namespace KubeSharp.Kubelet.Probes;

/// <summary>What the probes of one container found.</summary>
/// <param name="ContainerId">The container they looked at; results do not outlive it.</param>
public sealed record ContainerHealth(string ContainerId)
{
    /// <summary>The startup probe succeeded, or there is none.</summary>
    public bool Started { get; init; }
    /// <summary>The startup probe failed too often.</summary>
    public bool StartupFailed { get; init; }
    /// <summary>The liveness probe failed too often.</summary>
    public bool LivenessFailed { get; init; }
    /// <summary>The readiness probe succeeds, or there is none.</summary>
    public bool Ready { get; init; }
}

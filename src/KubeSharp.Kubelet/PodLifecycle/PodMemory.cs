using System.Collections.Immutable;
using KubeSharp.Kubelet.Probes;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>What a pod's worker remembers that neither the API object nor the runtime holds.</summary>
public sealed record PodMemory
{
    /// <summary>When the agent first saw the pod.</summary>
    public DateTimeOffset StartTime { get; init; }
    /// <summary>Delay before the next restart, by container.</summary>
    public ImmutableDictionary<string, RestartBackoff> Backoffs { get; init; } = ImmutableDictionary<string, RestartBackoff>.Empty;
    /// <summary>Why a container does not run yet, by container.</summary>
    public ImmutableDictionary<string, WaitingCause> Waiting { get; init; } = ImmutableDictionary<string, WaitingCause>.Empty;
    /// <summary>Last results of probes, by container.</summary>
    public ImmutableDictionary<string, ContainerHealth> Health { get; init; } = ImmutableDictionary<string, ContainerHealth>.Empty;
    /// <summary>The pod is to end before its specification says so: by deadline or eviction.</summary>
    public PodEnd? End { get; init; }
    /// <summary>Address the pod got; kept after its sandbox ended.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];
}

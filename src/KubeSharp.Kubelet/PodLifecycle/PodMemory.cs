using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
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
    /// <summary>Ids of containers that were ended to be started again, whatever their restart policy says.</summary>
    public ImmutableHashSet<string> Restarts { get; init; } = [];
    /// <summary>Last results of probes, by container.</summary>
    public ImmutableDictionary<string, ContainerHealth> Health { get; init; } = ImmutableDictionary<string, ContainerHealth>.Empty;
    /// <summary>The pod is to end before its specification says so: by deadline or eviction.</summary>
    public PodEnd? End { get; init; }
    /// <summary>Address the pod got; kept after its sandbox ended.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];
    /// <summary>Resources that the node granted, by container.</summary>
    public ImmutableDictionary<string, ResourceRequirements> Allocated { get; init; } = ImmutableDictionary<string, ResourceRequirements>.Empty;
    /// <summary>Resources that containers were last given, by container.</summary>
    public ImmutableDictionary<string, ResourceRequirements> Actuated { get; init; } = ImmutableDictionary<string, ResourceRequirements>.Empty;
    /// <summary>Why a resize was not granted; null: there is none that waits.</summary>
    public WaitingCause? ResizePending { get; init; }
    /// <summary>A granted resize is not yet carried out.</summary>
    public bool IsResizing { get; init; }
    /// <summary>Why the last attempt failed; null: it did not.</summary>
    public string? ResizeError { get; init; }
    /// <summary>How the devices are that containers have, by container.</summary>
    public ImmutableDictionary<string, ApiList<ResourceStatus>> Devices { get; init; } = ImmutableDictionary<string, ApiList<ResourceStatus>>.Empty;
    /// <summary>The node refused the pod: nothing of it was ever made.</summary>
    public bool IsRefused { get; init; }
}

using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Containers;

/// <summary>What pods need to know of the node they run on.</summary>
public sealed record NodeFacts
{
    /// <summary>The node's name.</summary>
    public required string Name { get; init; }
    /// <summary>Its addresses, the first one first.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];
    /// <summary>What pods may use of it.</summary>
    public ApiMap<Quantity> Allocatable { get; init; } = ApiMap<Quantity>.Empty;
    /// <summary>Memory in bytes.</summary>
    public long MemoryBytes { get; init; }
    /// <summary>The node's host name.</summary>
    public string Hostname { get; init; } = "";
    /// <summary>The node's own resolver.</summary>
    public ResolverConfig Resolver { get; init; } = new([], [], []);
    /// <summary>Addresses of the cluster's DNS.</summary>
    public ImmutableArray<string> ClusterDns { get; init; } = [];
    /// <summary>Domain of the cluster.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";
    /// <summary>The lowest OOM score that can be set: 0 without CAP_SYS_RESOURCE.</summary>
    public int OomScoreMin { get; init; } = -1000;
    /// <summary>Control group under which pods live; empty: the runtime's choice.</summary>
    public string CgroupRoot { get; init; } = "";
    /// <summary>Processes a pod may have; 0: any number.</summary>
    public long PodPidsMax { get; init; }
    /// <summary>The period in which limits of CPU are counted, microseconds; 0: they do not bind.</summary>
    public long CpuPeriodMicroseconds { get; init; } = ResourceConversion.QuotaPeriodMicroseconds;
    /// <summary>Where memory runs out, one process of a container is ended and not all of them.</summary>
    public bool KillsOneProcess { get; init; }
    /// <summary>The machine has the unified hierarchy of control groups.</summary>
    public bool HasUnifiedCgroups { get; init; }
    /// <summary>Whether the kernel can bound what is swapped, on the unified hierarchy.</summary>
    public bool HasSwapControl { get; init; }
    /// <summary>Swap space that pods may share, bytes; 0: none.</summary>
    public long SwapBytes { get; init; }
    /// <summary>Seccomp profile where a pod names none: RuntimeDefault or Unconfined.</summary>
    public string SeccompDefault { get; init; } = "Unconfined";
    /// <summary>Folder of the seccomp profiles of the node.</summary>
    public string SeccompFolder { get; init; } = "/var/lib/kubelet/seccomp";

    /// <summary>Pods tell whether their containers may start.</summary>
    public bool TellsReadyToStart { get; init; } = true;

    /// <summary>Runtime handlers and what each can do; none where the runtime does not tell.</summary>
    public ImmutableArray<HandlerAbility> Handlers { get; init; } = [];

    /// <summary>Pods can get addresses.</summary>
    public bool IsNetworkReady { get; init; } = true;

    /// <summary>Its first address.</summary>
    public string Address => Addresses is [var first, ..] ? first : "";
}

using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>Limits in the kernel's units; 0: none.</summary>
public sealed record ContainerResources
{
    /// <summary>CPU weight, 2 to 262144.</summary>
    public long CpuShares { get; init; }
    /// <summary>CPU time in microseconds a period.</summary>
    public long CpuQuotaMicroseconds { get; init; }
    /// <summary>Length of the period in microseconds.</summary>
    public long CpuPeriodMicroseconds { get; init; }
    /// <summary>Memory in bytes.</summary>
    public long MemoryLimitBytes { get; init; }
    /// <summary>How soon the kernel kills it when memory runs out, -1000 to 1000.</summary>
    public long OomScoreAdjust { get; init; }
    /// <summary>CPUs it may use; empty: all.</summary>
    public string CpusetCpus { get; init; } = "";
    /// <summary>Memory nodes it may have memory of; empty: all.</summary>
    public string CpusetMems { get; init; } = "";
    /// <summary>Processes there may be.</summary>
    public long PidsLimit { get; init; }
    /// <summary>Memory and swap together in bytes; the memory limit itself: no swap.</summary>
    public long MemorySwapLimitBytes { get; init; }
    /// <summary>Huge pages by size (2MB) in bytes.</summary>
    public ImmutableSortedDictionary<string, long> HugePageLimitBytes { get; init; } = ImmutableSortedDictionary<string, long>.Empty;
    /// <summary>Other keys of cgroup v2.</summary>
    public ImmutableSortedDictionary<string, string> Unified { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

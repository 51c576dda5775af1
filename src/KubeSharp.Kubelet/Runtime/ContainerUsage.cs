namespace KubeSharp.Kubelet.Runtime;

/// <summary>What a container uses.</summary>
/// <param name="PodUid">The pod's uid.</param>
/// <param name="PodNamespace">The pod's namespace.</param>
/// <param name="PodName">The pod's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="At">When it was measured.</param>
public sealed record ContainerUsage(string PodUid, string PodNamespace, string PodName, string Container, DateTimeOffset At)
{
    /// <summary>CPU time used since its start, in nanoseconds.</summary>
    public long CpuNanoseconds { get; init; }
    /// <summary>CPU in use now, in billionths of a core; 0: unknown.</summary>
    public long CpuNanocores { get; init; }
    /// <summary>Memory that cannot be given back easily.</summary>
    public long MemoryWorkingSetBytes { get; init; }
    /// <summary>Memory in all.</summary>
    public long MemoryUsageBytes { get; init; }
    /// <summary>Memory without file cache.</summary>
    public long MemoryRssBytes { get; init; }
    /// <summary>What it wrote into its own layer.</summary>
    public long DiskUsedBytes { get; init; }
    /// <summary>Files it made in its own layer.</summary>
    public long InodesUsed { get; init; }
    /// <summary>How often the kernel took a process from it for want of memory.</summary>
    public int MemoryKills { get; init; }
    /// <summary>Swap space, where the runtime tells it; null: it does not.</summary>
    public ContainerSwap? Swap { get; init; }
}

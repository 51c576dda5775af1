using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Containers;

/// <summary>Requests and limits in the kernel's units. Source: Resource Management for Pods and Containers; Configure QoS.</summary>
public static class ResourceConversion
{
    private const long SharesPerCpu = 1024, SharesMin = 2, SharesMax = 262_144, QuotaMinMicroseconds = 1000;

    /// <summary>The period in which a limit of CPU is counted where nothing else is said.</summary>
    public const long QuotaPeriodMicroseconds = 100_000;

    /// <summary>A container's limits.</summary>
    /// <param name="pod">Its pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="nodeMemoryBytes">Memory of the node, for the order in which the kernel kills.</param>
    /// <param name="oomScoreMin">The lowest order this process may set.</param>
    public static ContainerResources Of(Pod pod, Container container, long nodeMemoryBytes, int oomScoreMin)
    {
        var limits = container.Resources.Limits;
        var requests = container.Resources.Requests;
        var cpuLimit = limits.TryGetValue("cpu", out var limit) ? limit.MilliValue : 0;
        var cpuRequest = requests.TryGetValue("cpu", out var request) ? request.MilliValue : cpuLimit;
        return new ContainerResources
        {
            CpuShares = Shares(cpuRequest),
            CpuQuotaMicroseconds = Quota(cpuLimit),
            CpuPeriodMicroseconds = QuotaPeriodMicroseconds,
            MemoryLimitBytes = limits.TryGetValue("memory", out var memory) ? memory.Value : 0,
            OomScoreAdjust = Math.Max(oomScoreMin, OomScore(pod, container, nodeMemoryBytes)),
            HugePageLimitBytes = HugePages(limits),
        };
    }

    /// <summary>A container's limits as its node has them set.</summary>
    public static ContainerResources Of(Pod pod, Container container, NodeFacts node)
    {
        var resources = InPeriod(Of(pod, container, node.MemoryBytes, node.OomScoreMin), node);
        if (!node.HasUnifiedCgroups) { return resources; }
        var (unified, swap) = (OnUnified(resources, node.KillsOneProcess), Swap(pod, container, node));
        if (!node.HasSwapControl) { return unified; }
        // Without a limit of memory there is none of both together: what may be swapped is said by itself.
        return unified with
        {
            MemorySwapLimitBytes = swap > 0 ? 0 : unified.MemorySwapLimitBytes,
            Unified = unified.Unified.SetItem("memory.swap.max", swap.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>Swap space that a container may use, bytes: burstable pods get the share of it that they asked of the memory. Source: Swap memory management, LimitedSwap.</summary>
    public static long Swap(Pod pod, Container container, NodeFacts node)
    {
        if (node.SwapBytes == 0 || node.MemoryBytes == 0 || QosClass.Of(pod.Spec) != QosClass.Burstable || Admission.PodAdmission.IsCritical(pod)) { return 0; }
        if (!container.Resources.Requests.TryGetValue("memory", out var asked) || (container.Resources.Limits.TryGetValue("memory", out var limit) && limit == asked)) { return 0; }
        return (long)((Int128)node.SwapBytes * asked.Value / node.MemoryBytes);
    }

    /// <summary>The limits as a runtime gives them to a container on the unified hierarchy: no swap, and all its processes die together when memory runs out, or one does.</summary>
    public static ContainerResources OnUnified(ContainerResources resources, bool killsOneProcess = false) => resources with
    {
        MemorySwapLimitBytes = resources.MemoryLimitBytes,
        Unified = killsOneProcess ? resources.Unified : resources.Unified.SetItem("memory.oom.group", "1"),
    };

    /// <summary>The same limits counted in the node's period; without any of CPU where they do not bind.</summary>
    public static ContainerResources InPeriod(ContainerResources resources, NodeFacts node) => node.CpuPeriodMicroseconds == QuotaPeriodMicroseconds ? resources
        : node.CpuPeriodMicroseconds == 0 ? resources with { CpuQuotaMicroseconds = 0 }
        : resources with
        {
            CpuQuotaMicroseconds = resources.CpuQuotaMicroseconds == 0 ? 0 : Math.Max(QuotaMinMicroseconds, resources.CpuQuotaMicroseconds * node.CpuPeriodMicroseconds / QuotaPeriodMicroseconds),
            CpuPeriodMicroseconds = node.CpuPeriodMicroseconds,
        };

    /// <summary>What a pod needs beside its containers.</summary>
    public static ContainerResources OfOverhead(PodSpec spec) => spec.Overhead.Count == 0 ? new() : new ContainerResources
    {
        CpuShares = spec.Overhead.TryGetValue("cpu", out var cpu) ? Shares(cpu.MilliValue) : 0,
        CpuQuotaMicroseconds = spec.Overhead.TryGetValue("cpu", out var limit) ? Quota(limit.MilliValue) : 0,
        CpuPeriodMicroseconds = QuotaPeriodMicroseconds,
        MemoryLimitBytes = spec.Overhead.TryGetValue("memory", out var memory) ? memory.Value : 0,
    };

    /// <summary>A pod's limits in all: those of its containers and its overhead.</summary>
    /// <param name="spec">The pod.</param>
    /// <param name="pidsMax">Processes a pod may have; 0: any number.</param>
    public static ContainerResources OfPod(PodSpec spec, long pidsMax = 0)
    {
        var limits = spec.Limits();
        var allLimited = spec.Containers.Count > 0;
        var allCpuLimited = allLimited;
        foreach (var container in spec.Containers)
        {
            allLimited &= container.Resources.Limits.ContainsKey("memory");
            allCpuLimited &= container.Resources.Limits.ContainsKey("cpu");
        }
        if (spec.Resources is { } podLevel)
        {
            allLimited |= podLevel.Limits.ContainsKey("memory");
            allCpuLimited |= podLevel.Limits.ContainsKey("cpu");
        }
        return new ContainerResources
        {
            CpuShares = Shares(spec.Requests().TryGetValue("cpu", out var request) ? request.MilliValue : 0),
            CpuQuotaMicroseconds = allCpuLimited && limits.TryGetValue("cpu", out var cpu) ? Quota(cpu.MilliValue) : 0,
            CpuPeriodMicroseconds = QuotaPeriodMicroseconds,
            MemoryLimitBytes = allLimited && limits.TryGetValue("memory", out var memory) ? memory.Value : 0,
            PidsLimit = pidsMax,
            HugePageLimitBytes = HugePages(limits),
        };
    }

    /// <summary>CPU weight of a request in thousandths of a core.</summary>
    public static long Shares(long milliCpu) => milliCpu == 0 ? SharesMin : Math.Clamp(milliCpu * SharesPerCpu / 1000, SharesMin, SharesMax);

    /// <summary>CPU time a period of a limit in thousandths of a core; 0: no limit.</summary>
    public static long Quota(long milliCpu) => milliCpu == 0 ? 0 : Math.Max(QuotaMinMicroseconds, milliCpu * QuotaPeriodMicroseconds / 1000);

    /// <summary>The order in which the kernel kills: guaranteed pods last, others by the share of memory they asked for.</summary>
    public static long OomScore(Pod pod, Container container, long nodeMemoryBytes)
    {
        if (pod.Spec.PriorityClassName == "system-node-critical") { return -997; }
        switch (QosClass.Of(pod.Spec))
        {
            case QosClass.Guaranteed: return -997;
            case QosClass.BestEffort: return 1000;
        }
        var asked = container.Resources.Requests.TryGetValue("memory", out var memory) ? memory.Value : 0;
        var score = 1000 - (nodeMemoryBytes > 0 ? (long)((Int128)1000 * asked / nodeMemoryBytes) : 0);
        return score < 3 ? 3 : score == 1000 ? 999 : score;
    }

    private static ImmutableSortedDictionary<string, long> HugePages(ApiMap<Quantity> limits)
    {
        var found = ImmutableSortedDictionary<string, long>.Empty;
        foreach (var (name, quantity) in limits)
        {
            if (name.StartsWith("hugepages-", StringComparison.Ordinal)) { found = found.Add(name["hugepages-".Length..].Replace("i", "", StringComparison.Ordinal) + "B", quantity.Value); }
        }
        return found;
    }
}

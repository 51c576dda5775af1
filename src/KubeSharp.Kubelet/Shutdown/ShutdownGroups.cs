using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Features;

namespace KubeSharp.Kubelet.Shutdown;

/// <summary>In what order pods end when the node shuts down. Pure. Source: Node Shutdowns, graceful and by pod priority.</summary>
public static class ShutdownGroups
{
    private const int CriticalPriorityMin = 2_000_000_000;

    /// <summary>The groups that a configuration asks for, the lowest priority first; none: it asks for no graceful shutdown, or the feature is off.</summary>
    /// <exception cref="ConfigurationException">It asks for what cannot be.</exception>
    public static ImmutableArray<ShutdownGroup> Of(KubeletConfiguration configuration, FeatureGates features)
    {
        if (!features.IsOn("GracefulNodeShutdown")) { return []; }
        var total = configuration.Duration(TimeSpan.Zero, "shutdownGracePeriod");
        var critical = configuration.Duration(TimeSpan.Zero, "shutdownGracePeriodCriticalPods");
        var byPriority = !features.IsOn("GracefulNodeShutdownBasedOnPodPriority") ? [] : configuration.Groups("shutdownGracePeriodByPodPriority").Select(static g => new ShutdownGroup((int)Number(g, "priority"), Number(g, "shutdownGracePeriodSeconds"))).OrderBy(static g => g.PriorityMin).ToImmutableArray();
        if (!byPriority.IsEmpty)
        {
            if (total > TimeSpan.Zero || critical > TimeSpan.Zero) { throw new ConfigurationException("invalid configuration: Cannot specify both shutdownGracePeriodByPodPriority and shutdownGracePeriod at the same time"); }
            return byPriority;
        }
        if (critical > total) { throw new ConfigurationException($"invalid configuration: shutdownGracePeriodCriticalPods {critical.TotalSeconds}s must be <= shutdownGracePeriod {total.TotalSeconds}s"); }
        if (total > TimeSpan.Zero && total < TimeSpan.FromSeconds(1)) { throw new ConfigurationException("invalid configuration: shutdownGracePeriod must be either zero or otherwise >= 1 sec"); }
        return total == TimeSpan.Zero ? [] : [new(0, (long)(total - critical).TotalSeconds), new(CriticalPriorityMin, (long)critical.TotalSeconds)];
    }

    /// <summary>The pods by the group that they end with, in the order of the groups; groups without pods are left out.</summary>
    public static IEnumerable<(ShutdownGroup Group, ImmutableArray<Pod> Pods)> Sort(IReadOnlyList<Pod> pods, ImmutableArray<ShutdownGroup> groups) =>
        groups.Select((group, i) => (group, pods.Where(p => Of(p, groups) == i).ToImmutableArray())).Where(static g => !g.Item2.IsEmpty);

    /// <summary>All the time that the groups may take together.</summary>
    public static TimeSpan Total(ImmutableArray<ShutdownGroup> groups) => TimeSpan.FromSeconds(groups.Sum(static g => g.GraceSeconds));

    private static int Of(Pod pod, ImmutableArray<ShutdownGroup> groups)
    {
        var found = 0;
        for (var i = 0; i < groups.Length && (pod.Spec.Priority ?? 0) >= groups[i].PriorityMin; i++) { found = i; }
        return found;
    }

    private static long Number(ObjectNode of, string name) => (of[name] as NumberNode)?.Integer ?? 0;
}

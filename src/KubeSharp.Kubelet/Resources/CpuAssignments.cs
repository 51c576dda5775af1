using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;

namespace KubeSharp.Kubelet.Resources;

/// <summary>
/// Which containers have CPUs of their own: those of guaranteed pods that ask for whole ones. All others share the rest. Pure. Source: Control CPU Management
/// Policies on the Node, static policy.
/// </summary>
/// <param name="All">The CPUs that there are.</param>
/// <param name="Reserved">Those that nobody gets for their own.</param>
/// <param name="Own">CPUs by pod and container.</param>
public sealed record CpuAssignments(ImmutableArray<CpuPlace> All, ImmutableSortedSet<int> Reserved, ImmutableDictionary<(string Pod, string Container), ImmutableSortedSet<int>> Own)
{
    /// <summary>What is left for all others.</summary>
    public ImmutableSortedSet<int> Shared => [.. All.Select(static p => p.Cpu).Except(Own.Values.SelectMany(static c => c))];

    /// <summary>CPUs of its own that a container is to have; 0: none.</summary>
    public static int Wanted(Pod pod, Container container)
    {
        if (QosClass.Of(pod.Spec) != QosClass.Guaranteed || !container.Resources.Requests.TryGetValue("cpu", out var asked)) { return 0; }
        return asked.MilliValue % 1000 == 0 ? (int)(asked.MilliValue / 1000) : 0;
    }

    /// <summary>With so many CPUs for the container; null: there are not so many left.</summary>
    public CpuAssignments? Give(string pod, string container, int count)
    {
        var free = All.Where(p => Shared.Contains(p.Cpu) && !Reserved.Contains(p.Cpu)).ToList();
        if (free.Count < count) { return null; }
        // Whole cores of one socket first, so that others do not work in the same core.
        var chosen = free.GroupBy(static p => p.Socket).OrderByDescending(s => s.Count() >= count).ThenBy(static s => s.Count())
            .SelectMany(s => s.GroupBy(static p => p.Core).OrderByDescending(c => c.Count() == All.Count(p => p.Socket == s.Key && p.Core == c.Key)).ThenBy(static c => c.Key).SelectMany(static c => c.OrderBy(static p => p.Cpu)))
            .Take(count).Select(static p => p.Cpu);
        return this with { Own = Own.SetItem((pod, container), [.. chosen]) };
    }

    /// <summary>Without the pod.</summary>
    public CpuAssignments Without(string pod) => this with { Own = Own.RemoveRange(Own.Keys.Where(k => k.Pod == pod)) };
}

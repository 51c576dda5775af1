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

    /// <summary>CPUs that have others in their core: so many a core at most.</summary>
    public int PerCore => All.GroupBy(static p => (p.Socket, p.Core)).Max(static c => c.Count());

    /// <summary>CPUs that nobody has for its own and that are not reserved, of some memory nodes.</summary>
    public IReadOnlyList<CpuPlace> Free(ulong nodes)
    {
        var shared = Shared;
        return [.. All.Where(p => shared.Contains(p.Cpu) && !Reserved.Contains(p.Cpu) && TopologyHints.Has(nodes, p.Node))];
    }

    /// <summary>With so many CPUs for the container; null: there are not so many left.</summary>
    /// <param name="pod">The pod's uid.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="count">How many.</param>
    /// <param name="place">Memory nodes whose CPUs come first, as bits; 0: it does not matter.</param>
    /// <param name="options">How they are chosen; null: as upstream's defaults.</param>
    public CpuAssignments? Give(string pod, string container, int count, ulong place = 0, CpuOptions? options = null)
    {
        var (all, near) = (Free(0), Free(place));
        if (all.Count < count) { return null; }
        var chosen = near.Count >= count ? Choose(near, count, options ?? new CpuOptions()) : near.Concat(Choose([.. all.Except(near)], count - near.Count, options ?? new CpuOptions()));
        return this with { Own = Own.SetItem((pod, container), [.. chosen.Select(static p => p.Cpu)]) };
    }

    private IEnumerable<CpuPlace> Choose(IReadOnlyList<CpuPlace> free, int count, CpuOptions options)
    {
        var nodes = free.GroupBy(static p => p.Node).OrderByDescending(static n => n.Count()).ThenBy(static n => n.Key).Select(static n => n.ToList()).ToList();
        if (options.IsSpread && nodes[0].Count < count && Spread(nodes, count, options) is { } spread) { return spread; }
        if (options.IsSpreadOverCores) { return free.GroupBy(static p => (p.Socket, p.Core)).SelectMany(static c => c.OrderBy(static p => p.Cpu).Select(static (p, i) => (Place: p, Turn: i))).OrderBy(static p => p.Turn).ThenBy(static p => p.Place.Cpu).Take(count).Select(static p => p.Place); }
        if (options.PrefersOneCache && free.GroupBy(static p => (p.Socket, p.Cache)).Where(c => c.Count() >= count).OrderBy(static c => c.Count()).FirstOrDefault() is { } cache) { free = [.. cache]; }
        // Whole cores of one socket first, so that others do not work in the same core.
        return free.GroupBy(static p => p.Socket).OrderByDescending(s => s.Count() >= count).ThenBy(static s => s.Count())
            .SelectMany(s => s.GroupBy(static p => p.Core).OrderByDescending(c => c.Count() == All.Count(p => p.Socket == s.Key && p.Core == c.Key)).ThenBy(static c => c.Key).SelectMany(static c => c.OrderBy(static p => p.Cpu)))
            .Take(count);
    }

    // As many from each of the fewest nodes that have enough together; null: they cannot give evenly.
    private List<CpuPlace>? Spread(List<List<CpuPlace>> nodes, int count, CpuOptions options)
    {
        for (var number = 2; number <= nodes.Count; number++)
        {
            var each = (count + number - 1) / number;
            if (nodes.Take(number).Any(n => n.Count < each)) { continue; }
            var left = count;
            return [.. nodes.Take(number).SelectMany((n, i) => Choose(n, i < number - 1 ? Math.Min(each, left) : left, options with { IsSpread = false }).Select(p => { left--; return p; }).ToList())];
        }
        return null;
    }

    /// <summary>Without the pod.</summary>
    public CpuAssignments Without(string pod) => this with { Own = Own.RemoveRange(Own.Keys.Where(k => k.Pod == pod)) };
}

using System.Collections.Immutable;
using System.Numerics;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Makes hints and brings those of several resources together. Pure. Source: Control Topology Management Policies on a node.</summary>
public static class TopologyHints
{
    /// <summary>Most memory nodes of which all combinations are looked at.</summary>
    public const int NodesMax = 8;

    /// <summary>The combinations of nodes from which something can be had now; those of as few nodes as it would ever take are preferred.</summary>
    /// <param name="nodes">The machine's memory nodes.</param>
    /// <param name="couldHold">Whether the nodes could give it if they were free.</param>
    /// <param name="holds">Whether they can give it now.</param>
    public static ImmutableArray<TopologyHint> For(IReadOnlyList<int> nodes, Func<ulong, bool> couldHold, Func<ulong, bool> holds)
    {
        var combinations = Combinations(nodes).ToList();
        var least = combinations.Where(couldHold).Select(BitOperations.PopCount).DefaultIfEmpty(int.MaxValue).Min();
        return [.. combinations.Where(holds).Select(m => new TopologyHint(m, BitOperations.PopCount(m) == least))];
    }

    /// <summary>The best place for all resources together, and whether the policy lets a pod in with it.</summary>
    /// <param name="policy">none, best-effort, restricted, single-numa-node.</param>
    /// <param name="byResource">The hints of each resource; null: it does not matter where; none: it cannot be had anywhere.</param>
    /// <param name="nodes">The machine's memory nodes.</param>
    public static (TopologyHint Best, bool IsAdmitted) Merge(string policy, IReadOnlyList<ImmutableArray<TopologyHint>?> byResource, IReadOnlyList<int> nodes)
    {
        if (policy == "none" || byResource.Count == 0) { return (TopologyHint.Any, true); }
        var all = MaskOf(nodes);
        var lists = byResource.Select(h => h is not { } hints ? [TopologyHint.Any] : hints.IsEmpty ? [new TopologyHint(0, false)] : hints).Select(h => policy == "single-numa-node" ? OfOneNode(h) : h).ToList();
        var best = Choices(lists, all).Aggregate((TopologyHint?)null, static (best, next) => best is not { } before || IsBetter(next, before) ? next : best) ?? new TopologyHint(all, false);
        return (best.Nodes == all ? best with { Nodes = 0 } : best, policy == "best-effort" || best.IsPreferred);
    }

    /// <summary>The nodes as bits.</summary>
    public static ulong MaskOf(IEnumerable<int> nodes) => nodes.Aggregate(0UL, static (mask, n) => mask | (1UL << n));

    /// <summary>Whether the node is one of the bits; none: it is.</summary>
    public static bool Has(ulong mask, int node) => mask == 0 || (mask & (1UL << node)) != 0;

    private static ImmutableArray<TopologyHint> OfOneNode(ImmutableArray<TopologyHint> hints) => [.. hints.Where(static h => h.IsPreferred && h.Count <= 1)];

    // One hint of each resource, brought together: only what is near to all counts.
    private static IEnumerable<TopologyHint> Choices(IReadOnlyList<ImmutableArray<TopologyHint>> lists, ulong all)
    {
        IEnumerable<TopologyHint> choices = [new TopologyHint(all, true)];
        foreach (var list in lists)
        {
            choices = choices.SelectMany(c => list.Select(h => new TopologyHint(c.Nodes & (h.Nodes == 0 ? all : h.Nodes), c.IsPreferred && h.IsPreferred))).Where(static c => c.Nodes != 0).Distinct().ToList();
        }
        return choices;
    }

    private static bool IsBetter(TopologyHint hint, TopologyHint than) => hint.IsPreferred != than.IsPreferred ? hint.IsPreferred : hint.Count != than.Count ? hint.Count < than.Count : hint.Nodes < than.Nodes;

    private static IEnumerable<ulong> Combinations(IReadOnlyList<int> nodes)
    {
        for (var bits = 1; bits < 1 << Math.Min(nodes.Count, NodesMax); bits++) { yield return MaskOf(nodes.Where((_, i) => (bits & (1 << i)) != 0)); }
    }
}

using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;

namespace KubeSharp.Kubelet.Resources;

/// <summary>
/// Which containers have memory of which nodes: those of guaranteed pods. A group of nodes that gives memory together gives it so to all that
/// have of it. Pure. Source: Memory Manager, static policy.
/// </summary>
/// <param name="All">The memory nodes that there are.</param>
/// <param name="Reserved">What nobody gets, by node and resource.</param>
/// <param name="Own">What containers have: nodes as bits and amounts by resource.</param>
public sealed record MemoryAssignments(ImmutableArray<MemoryPlace> All, ImmutableDictionary<(int Node, string Resource), long> Reserved, ImmutableDictionary<(string Pod, string Container), MemoryShare> Own)
{
    /// <summary>Memory and huge pages of its own that a container is to have; none: it shares.</summary>
    public static ImmutableDictionary<string, long> Wanted(Pod pod, Container container) => QosClass.Of(pod.Spec) != QosClass.Guaranteed ? ImmutableDictionary<string, long>.Empty
        : container.Resources.Requests.Where(static r => r.Key == "memory" || r.Key.StartsWith("hugepages-", StringComparison.Ordinal)).Where(static r => r.Value.Sign > 0).ToImmutableDictionary(static r => r.Key, static r => r.Value.Value, StringComparer.Ordinal);

    /// <summary>Whether the nodes could give the amounts if nobody had of them.</summary>
    public bool CouldHold(ulong nodes, IReadOnlyDictionary<string, long> wanted) => wanted.All(w => Total(nodes, w.Key) >= w.Value);

    /// <summary>Whether they can give them now.</summary>
    public bool Holds(ulong nodes, IReadOnlyDictionary<string, long> wanted) =>
        Own.Values.All(o => (o.Nodes & nodes) == 0 || o.Nodes == nodes) && wanted.All(w => Total(nodes, w.Key) - Own.Values.Where(o => o.Nodes == nodes).Sum(o => o.Amounts.GetValueOrDefault(w.Key)) >= w.Value);

    /// <summary>With so much for the container, from the nodes given or, where these cannot, the fewest that can; null: none can.</summary>
    public MemoryAssignments? Give(string pod, string container, ImmutableDictionary<string, long> wanted, ulong place)
    {
        if (place != 0 && Holds(place, wanted)) { return With(place); }
        var hints = TopologyHints.For([.. All.Select(static m => m.Node)], m => CouldHold(m, wanted), m => Holds(m, wanted));
        return hints.IsEmpty ? null : With(hints.OrderBy(static h => h.Count).ThenBy(static h => h.Nodes).First().Nodes);

        MemoryAssignments With(ulong nodes) => this with { Own = Own.SetItem((pod, container), new MemoryShare(nodes, wanted)) };
    }

    /// <summary>Without the pod.</summary>
    public MemoryAssignments Without(string pod) => this with { Own = Own.RemoveRange(Own.Keys.Where(k => k.Pod == pod)) };

    private long Total(ulong nodes, string resource) => All.Where(m => TopologyHints.Has(nodes, m.Node)).Sum(m => Math.Max(0, m.Bytes.GetValueOrDefault(resource) - Reserved.GetValueOrDefault((m.Node, resource))));
}

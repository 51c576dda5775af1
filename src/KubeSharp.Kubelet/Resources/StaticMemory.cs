using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Resources;

/// <summary>The policy Static: keeps who has memory of which nodes in a file of upstream's form.</summary>
public sealed class StaticMemory : IMemoryAssigner, ITopologySource
{
    private readonly AssignmentFile<MemoryShare> _file;
    private readonly Func<string, string, ulong> _place;
    private readonly Lock _gate = new(); // guards _assignments and _file
    private MemoryAssignments _assignments;

    /// <summary>With what the file holds.</summary>
    /// <param name="all">The machine's memory nodes.</param>
    /// <param name="reserved">What nobody gets, by node and resource.</param>
    /// <param name="file">memory_manager_state.</param>
    /// <param name="place">Where a container is to be, as bits; 0: anywhere.</param>
    public StaticMemory(IReadOnlyList<MemoryPlace> all, ImmutableDictionary<(int Node, string Resource), long> reserved, string file, Func<string, string, ulong> place)
    {
        (_file, _place) = (new(file, "Static", Blocks, Share), place);
        _assignments = new MemoryAssignments([.. all], reserved, _file.Read());
    }

    /// <summary>Who has what.</summary>
    public MemoryAssignments Assignments { get { lock (_gate) { return _assignments; } } }

    /// <inheritdoc/>
    public string NodesOf(Pod pod, Container container)
    {
        (string Pod, string Container) key = (pod.Metadata.Uid ?? "", container.Name);
        lock (_gate)
        {
            if (_assignments.Own.TryGetValue(key, out var own)) { return own.Text; }
            var wanted = MemoryAssignments.Wanted(pod, container);
            if (wanted.IsEmpty || pod.Spec.InitContainers.Any(c => c.Name == container.Name && !PodContainers.IsSidecar(c))) { return ""; }
            Keep(_assignments.Give(key.Pod, key.Container, wanted, _place(key.Pod, key.Container)) ?? throw new ContainerConfigException("not enough memory available to satisfy request on any memory node"));
            return _assignments.Own[key].Text;
        }
    }

    /// <inheritdoc/>
    public void Release(string podUid)
    {
        lock (_gate)
        {
            var without = _assignments.Without(podUid);
            if (without.Own != _assignments.Own) { Keep(without); }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ImmutableArray<TopologyHint>?> HintsOf(Pod pod, IReadOnlyList<Container> together)
    {
        var wanted = together.SelectMany(c => MemoryAssignments.Wanted(pod, c)).GroupBy(static w => w.Key, StringComparer.Ordinal).ToImmutableDictionary(static g => g.Key, static g => g.Sum(static w => w.Value), StringComparer.Ordinal);
        var now = Assignments;
        if (!wanted.IsEmpty) { yield return TopologyHints.For([.. now.All.Select(static m => m.Node)], m => now.CouldHold(m, wanted), m => now.Holds(m, wanted)); }
    }

    private void Keep(MemoryAssignments assignments)
    {
        _assignments = assignments;
        _file.Write(assignments.Own);
    }

    private static ArrayNode Blocks(MemoryShare share) =>
        new([.. share.Amounts.OrderBy(static a => a.Key, StringComparer.Ordinal).Select(a => (Node)ObjectNode.Of(("numaAffinity", new ArrayNode([.. CpuSet.Parse(share.Text).Select(static n => (Node)n)])), ("type", a.Key), ("size", a.Value)))]);

    private static MemoryShare Share(Node blocks)
    {
        var all = ((ArrayNode)blocks).OfType<ObjectNode>().ToList();
        var nodes = TopologyHints.MaskOf(all.SelectMany(static b => b["numaAffinity"] as ArrayNode ?? ArrayNode.Empty).OfType<NumberNode>().Select(static n => (int)n.Integer));
        return new MemoryShare(nodes, all.ToImmutableDictionary(static b => b.TextAt("type") ?? "", static b => (b["size"] as NumberNode)?.Integer ?? 0, StringComparer.Ordinal));
    }
}

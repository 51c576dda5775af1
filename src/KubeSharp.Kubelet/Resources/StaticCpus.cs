using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Kubelet.Resources;

/// <summary>The policy static: keeps who has which CPUs in a file of upstream's form, and says when those that are shared change.</summary>
public sealed class StaticCpus : ICpuAssigner, ITopologySource
{
    private readonly AssignmentFile<ImmutableSortedSet<int>> _file;
    private readonly Action _sharedChanged;
    private readonly CpuOptions _options;
    private readonly Func<string, string, ulong> _place;
    private readonly Lock _gate = new(); // guards _assignments and _file
    private CpuAssignments _assignments;

    /// <summary>With what the file holds.</summary>
    /// <param name="all">The machine's CPUs.</param>
    /// <param name="reserved">Those that nobody gets for their own.</param>
    /// <param name="file">cpu_manager_state.</param>
    /// <param name="sharedChanged">Called when the shared CPUs change; must not block.</param>
    /// <param name="options">How they are chosen; null: as upstream's defaults.</param>
    /// <param name="place">Where a container is to be: memory nodes as bits; null: anywhere.</param>
    public StaticCpus(IReadOnlyList<CpuPlace> all, ImmutableSortedSet<int> reserved, string file, Action sharedChanged, CpuOptions? options = null, Func<string, string, ulong>? place = null)
    {
        _file = new(file, "static", static cpus => CpuSet.Format(cpus), static text => CpuSet.Parse((text as StringNode)?.Value ?? ""));
        _sharedChanged = sharedChanged;
        (_options, _place) = (options ?? new CpuOptions(), place ?? (static (_, _) => 0));
        _assignments = new CpuAssignments([.. all], reserved, _file.Read());
    }

    /// <summary>Who has which.</summary>
    public CpuAssignments Assignments { get { lock (_gate) { return _assignments; } } }

    /// <summary>What is counted.</summary>
    public AgentCounts Counts { get; init; } = new();

    /// <inheritdoc/>
    public string CpusOf(Pod pod, Container container)
    {
        (string Pod, string Container) key = (pod.Metadata.Uid ?? "", container.Name);
        lock (_gate)
        {
            if (_assignments.Own.TryGetValue(key, out var own)) { return CpuSet.Format(own); }
            var wanted = CpuAssignments.Wanted(pod, container);
            if (wanted == 0 || pod.Spec.InitContainers.Any(c => c.Name == container.Name && !PodContainers.IsSidecar(c))) { return CpuSet.Format(Shared); }
            Counts.PinnedCpus.Add(1);
            if (_options.FullCoresOnly && wanted % _assignments.PerCore != 0) { throw Failed(new ContainerConfigException($"SMT Alignment Error: requested {wanted} cpus not multiple cpus per core = {_assignments.PerCore}", "SMTAlignmentError")); }
            var given = _assignments.Give(key.Pod, key.Container, wanted, _place(key.Pod, key.Container), _options)
                ?? throw Failed(new ContainerConfigException($"not enough cpus available to satisfy request: requested={wanted}, available={_assignments.Shared.Except(_assignments.Reserved).Count}"));
            Keep(given);
            own = given.Own[key];
            _sharedChanged();
            return CpuSet.Format(own);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ImmutableArray<TopologyHint>?> HintsOf(Pod pod, IReadOnlyList<Container> together)
    {
        var wanted = together.Sum(c => CpuAssignments.Wanted(pod, c));
        if (wanted == 0) { yield break; }
        var now = Assignments;
        var hints = TopologyHints.For([.. now.All.Select(static p => p.Node).Distinct().Order()], m => now.All.Count(p => TopologyHints.Has(m, p.Node) && !now.Reserved.Contains(p.Cpu)) >= wanted, m => now.Free(m).Count >= wanted);
        yield return _options.IsBySocket ? BySocket(hints, now, wanted) : hints;
    }

    // The memory nodes of one socket are as good as one.
    private static ImmutableArray<TopologyHint> BySocket(ImmutableArray<TopologyHint> hints, CpuAssignments now, int wanted)
    {
        var least = (int)Math.Ceiling(wanted / (double)now.All.GroupBy(static p => p.Socket).Max(static s => s.Count()));
        return [.. hints.Select(h => h with { IsPreferred = now.All.Where(p => TopologyHints.Has(h.Nodes, p.Node)).Select(static p => p.Socket).Distinct().Count() == least })];
    }

    private ImmutableSortedSet<int> Shared => _options.ReservesStrictly ? _assignments.Shared.Except(_assignments.Reserved) : _assignments.Shared;

    /// <inheritdoc/>
    public void Release(string podUid)
    {
        lock (_gate)
        {
            var without = _assignments.Without(podUid);
            if (without.Own == _assignments.Own) { return; }
            Keep(without);
        }
        _sharedChanged();
    }

    private ContainerConfigException Failed(ContainerConfigException cause)
    {
        Counts.PinnedCpuErrors.Add(1);
        return cause;
    }

    private void Keep(CpuAssignments assignments)
    {
        _assignments = assignments;
        _file.Write(assignments.Own, ("defaultCpuSet", CpuSet.Format(assignments.Shared)));
    }
}

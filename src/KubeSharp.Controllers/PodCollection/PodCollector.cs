using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Controllers.PodCollection;

/// <summary>Deletes pods whose node is gone, and finished ones beyond a number. Source: Pod Lifecycle, garbage collection of Pods.</summary>
public sealed class PodCollector : IController
{
    private const int FinishedMax = 12_500;
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(20);
    private static readonly ObjectKey _all = new("", "all");
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<Node> _nodes = new();
    private readonly Dictionary<string, DateTimeOffset> _missing = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => "pod-garbage-collector-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Pod", "Node"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Pod.of gone nodes"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_pods, _nodes) = (informers.Get<Pod>().Cache, informers.Get<Node>().Cache);
        enqueue(_all);
        informers.Get<Node>().Subscribe(c => { if (c.New is null) { enqueue(_all); } });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        var pods = _pods.List();
        // A node that registers anew is missing for a moment only: twice in a row counts.
        var missing = pods.Select(static p => p.Spec.NodeName).OfType<string>().Where(n => n.Length > 0 && _nodes.Get(null, n) is null).ToHashSet(StringComparer.Ordinal);
        foreach (var back in _missing.Keys.Where(n => !missing.Contains(n)).ToArray()) { _missing.Remove(back); }
        foreach (var name in missing) { _missing.TryAdd(name, now); }
        var gone = _missing.Where(m => now - m.Value >= _lookEvery).Select(static m => m.Key).ToHashSet(StringComparer.Ordinal);
        return PlanFor(pods, gone) with { After = _lookEvery };
    }

    // Whoever counts how pods end must see that this one has failed.
    private static IEnumerable<PlanAction> End(Pod pod, bool isNodeGone)
    {
        if (!pod.IsFinished())
        {
            var condition = ObjectNode.Of(("type", "DisruptionTarget"), ("status", "True"), ("reason", "DeletionByPodGC"), ("message", "PodGC: node no longer exists"));
            var status = ObjectNode.Of(("phase", "Failed"), ("conditions", isNodeGone ? ArrayNode.Of(condition) : null));
            // Patched: upstream's role lets it patch the status and not update it.
            yield return new PatchAction<Pod>(pod.Metadata.Namespace!, pod.Metadata.Name!, PatchKind.Strategic, ObjectNode.Of(("metadata", ObjectNode.Of(("uid", pod.Metadata.Uid))), ("status", status)), "status");
        }
        yield return new DeleteAction<Pod>(pod) { GracePeriodSeconds = 0 };
    }

    /// <summary>Decides for all pods.</summary>
    public static Plan PlanFor(IReadOnlyCollection<Pod> pods, IReadOnlySet<string> goneNodes)
    {
        var lost = pods.Where(p => p.Spec.NodeName is { Length: > 0 } node && goneNodes.Contains(node));
        var finished = pods.Where(static p => p.IsFinished()).OrderBy(static p => p.Metadata.CreationTimestamp).ToArray();
        var surplus = finished.Take(Math.Max(0, finished.Length - FinishedMax));
        var unplaced = pods.Where(static p => p.Metadata.DeletionTimestamp is not null && string.IsNullOrEmpty(p.Spec.NodeName));
        return new Plan([.. lost.Concat(surplus).Concat(unplaced).Distinct().SelectMany(p => End(p, p.Spec.NodeName is { Length: > 0 } node && goneNodes.Contains(node)))]);
    }
}

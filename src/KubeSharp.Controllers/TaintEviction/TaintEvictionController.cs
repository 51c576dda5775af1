using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Controllers.TaintEviction;

/// <summary>Deletes the pods of nodes whose NoExecute taints they do not bear, or no longer. Source: Taints and Tolerations, taint-based evictions.</summary>
public sealed class TaintEvictionController : IController
{
    private const string ByNode = "node";
    private ObjectCache<Node> _nodes = new();
    private ObjectCache<Pod> _pods = new();
    // When a taint was first seen, by our own clock: it need not say itself.
    private readonly Dictionary<string, Dictionary<string, DateTimeOffset>> _seen = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public string Name => "taint-eviction-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Node", "Pod"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Pod.of tainted nodes"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_nodes, _pods) = (informers.Get<Node>().Cache, informers.Get<Pod>().Cache);
        _pods.AddIndex(ByNode, static p => [p.Spec.NodeName ?? ""]);
        informers.Get<Node>().Subscribe(c => { if (c.Old is null || c.New is null || !c.Old.Spec.Taints.Equals(c.New.Spec.Taints)) { enqueue(Following.Key((c.New ?? c.Old)!)); } });
        informers.Get<Pod>().Subscribe(c =>
        {
            if (c.New is { Spec.NodeName: { Length: > 0 } name } pod && (string.IsNullOrEmpty(c.Old?.Spec.NodeName) || !c.Old.Spec.Tolerations.Equals(pod.Spec.Tolerations))) { enqueue(new("", name)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        var taints = (_nodes.Get(null, key.Name)?.Spec.Taints ?? []).Where(static t => t.Effect == "NoExecute").ToImmutableArray();
        var seen = Seen(key.Name, taints, now);
        return taints.IsEmpty ? Plan.Nothing : PlanFor(taints, _pods.ByIndex(ByNode, key.Name), t => seen[t.Key], now);
    }

    /// <summary>Decides for the NoExecute taints of a node, its pods, and when the taints were seen first.</summary>
    public static Plan PlanFor(ImmutableArray<Taint> taints, IEnumerable<Pod> pods, Func<Taint, DateTimeOffset> seen, DateTimeOffset now)
    {
        var actions = ImmutableArray.CreateBuilder<PlanAction>();
        TimeSpan? after = null;
        foreach (var pod in pods.Where(static p => p.Metadata.DeletionTimestamp is null && p.Metadata.Annotations.Get("kubernetes.io/config.mirror") is null))
        {
            if (Due(taints, pod, seen) is not { } due) { continue; }
            if (due <= now) { actions.AddRange(Evict(pod, now)); }
            else { after = Moments.Sooner(after, due - now); }
        }
        return new Plan(actions.ToImmutable()) { After = after };
    }

    // Null: it may stay. Of several times that its tolerations give the shortest counts.
    private static DateTimeOffset? Due(ImmutableArray<Taint> taints, Pod pod, Func<Taint, DateTimeOffset> seen)
    {
        DateTimeOffset? due = null;
        var placed = pod.Condition("PodScheduled")?.LastTransitionTime ?? pod.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue;
        foreach (var taint in taints)
        {
            var bearing = pod.Spec.Tolerations.Where(t => t.Tolerates(taint)).ToArray();
            if (bearing.Length == 0) { return DateTimeOffset.MinValue; }
            var limited = bearing.Where(static t => t.TolerationSeconds is not null).Select(static t => Math.Max(0, t.TolerationSeconds!.Value)).ToArray();
            if (limited.Length == 0) { continue; }
            var since = seen(taint) is var at && at > placed ? at : placed;
            var mine = since + TimeSpan.FromSeconds(Math.Min(limited.Min(), int.MaxValue));
            due = due is { } other && other < mine ? other : mine;
        }
        return due;
    }

    private static IEnumerable<PlanAction> Evict(Pod pod, DateTimeOffset now)
    {
        yield return new EventAction(pod, "Normal", "TaintManagerEviction", $"Marking for deletion Pod {pod.Metadata.Namespace}/{pod.Metadata.Name}");
        yield return new PatchAction<Pod>(pod.Metadata.Namespace!, pod.Metadata.Name!, PatchKind.Strategic, ObjectNode.Of(("metadata", ObjectNode.Of(("uid", pod.Metadata.Uid))), ("status", ObjectNode.Of(("conditions", ArrayNode.Of(ObjectNode.Of(
            ("type", "DisruptionTarget"), ("status", "True"), ("reason", "DeletionByTaintManager"), ("message", "Taint manager: deleting due to NoExecute taint"),
            ("lastTransitionTime", now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)))))))), "status");
        yield return new DeleteAction<Pod>(pod);
    }

    private Dictionary<string, DateTimeOffset> Seen(string node, ImmutableArray<Taint> taints, DateTimeOffset now)
    {
        lock (_lock)
        {
            var before = _seen.GetValueOrDefault(node);
            var after = taints.Select(static t => t.Key).Distinct().ToDictionary(static k => k, k => before is not null && before.TryGetValue(k, out var at) ? at : now, StringComparer.Ordinal);
            if (after.Count == 0) { _seen.Remove(node); } else { _seen[node] = after; }
            return after;
        }
    }
}

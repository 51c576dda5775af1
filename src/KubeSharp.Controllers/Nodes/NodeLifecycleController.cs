using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Api;
using KubeSharp.Api.Coordination.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Controllers.Nodes;

/// <summary>
/// Sees which nodes still report: one that has been silent for the grace period is Unknown, gets its taints, and its pods leave it when their
/// tolerations end; how fast nodes lose their pods depends on how much of a zone is gone. Source: Nodes; Taints and Tolerations, taint-based evictions.
/// </summary>
public sealed class NodeLifecycleController(NodeHealthOptions options, NodeMetrics? metrics = null, TimeProvider? time = null) : IController
{
    // Nodes that bear it are not counted in their zone.
    private const string NotCounted = "node.kubernetes.io/exclude-disruption";
    private static readonly TimeSpan _zonesEvery = TimeSpan.FromSeconds(1);
    private static readonly ImmutableArray<(string Condition, string Status, string Taint)> _taints =
    [
        ("Ready", "False", "node.kubernetes.io/not-ready"), ("Ready", "Unknown", "node.kubernetes.io/unreachable"), ("MemoryPressure", "True", "node.kubernetes.io/memory-pressure"),
        ("DiskPressure", "True", "node.kubernetes.io/disk-pressure"), ("PIDPressure", "True", "node.kubernetes.io/pid-pressure"), ("NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"),
    ];

    private const string Unschedulable = "node.kubernetes.io/unschedulable";
    // Keys of taints that are ours to set, and of those that make pods leave where their effect is NoExecute.
    private static readonly FrozenSet<string> _known = _taints.Select(static t => t.Taint).Append(Unschedulable).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> _evictions = _taints.Where(static t => t.Condition == "Ready").Select(static t => t.Taint).ToFrozenSet(StringComparer.Ordinal);
    // What a node says of itself.
    private static readonly ImmutableArray<string> _reported = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

    private ObjectCache<Node> _nodes = new();
    private ObjectCache<Lease> _leases = new();
    private ObjectCache<Pod> _pods = new();
    // When a node last said something, by our own clock.
    private readonly Dictionary<string, (string Version, DateTimeOffset At)> _heard = new(StringComparer.Ordinal);
    // Nodes that were told to have come.
    private readonly Dictionary<string, Node> _registered = new(StringComparer.Ordinal);
    private readonly NodeZones _zones = new(options);
    private readonly NodeMetrics _metrics = metrics ?? new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private DateTimeOffset _zonesSeen;
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public string Name => "node-lifecycle-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Node", "Lease", "Pod"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["Node.spec.taints", "Node/status.Unknown", "Pod/status.NodeLost"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_nodes, _pods) = (informers.Get<Node>().Cache, informers.Get<Pod>().Cache);
        _leases = informers.Get<Lease>("kube-node-lease", ListOptions.All).Cache;
        _pods.AddIndex("node", static p => [p.Spec.NodeName ?? ""]);
        informers.FollowSelf<Node>(enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        var began = _time.GetTimestamp();
        try { return Look(key, now); }
        finally { _metrics.Looks.Observe(_time.GetElapsedTime(began)); }
    }

    private Plan Look(ObjectKey key, DateTimeOffset now)
    {
        if (_nodes.Get(null, key.Name) is not { } node)
        {
            lock (_lock)
            {
                _heard.Remove(key.Name);
                return _registered.Remove(key.Name, out var gone) ? Plan.Of(Told(gone, "RemovingNode", $"Removing Node {key.Name} from Controller")) : Plan.Nothing;
            }
        }
        bool isNew;
        lock (_lock)
        {
            isNew = !_registered.ContainsKey(key.Name);
            _registered[key.Name] = node;
        }
        var isSilent = IsSilent(node, Heard(node, now), options, now);
        ObserveZones(now);
        var waits = (isSilent || node.Condition("Ready")?.Status is "False" or "Unknown") && !node.Spec.Taints.Any(IsEviction);
        var evicting = _zones.Take(NodeZones.Of(node), waits, now);
        if (evicting == Evicting.Now) { _metrics.Evictions.Add(1, NodeZones.Of(node)); }
        var plan = PlanFor(node, _pods.ByIndex("node", key.Name), isSilent, evicting, now) with { After = options.LookEvery };
        return isNew ? plan with { Actions = plan.Actions.Insert(0, Told(node, "RegisteredNode", $"Registered Node {key.Name} in Controller")) } : plan;
    }

    /// <summary>Decides for a node, its pods, whether it has been silent for too long, and whether its pods are to leave where it is not ready.</summary>
    public static Plan PlanFor(Node node, IReadOnlyCollection<Pod> pods, bool isSilent, Evicting evicting, DateTimeOffset now)
    {
        var actions = ImmutableArray.CreateBuilder<PlanAction>();
        var status = isSilent ? Unknown(node, now) : node.Status;
        if (!status.Equals(node.Status))
        {
            actions.Add(new UpdateAction<Node>(node with { Status = status }, IsStatus: true));
            actions.Add(new EventAction(node, "Normal", "NodeNotReady", $"Node {node.Metadata.Name} status is now: NodeNotReady"));
        }
        node = node with { Status = status };
        var taints = Taints(node, evicting, now);
        if (!taints.Equals(node.Spec.Taints)) { actions.Add(new PatchAction<Node>("", node.Metadata.Name!, PatchKind.Merge, Patch(taints))); }
        if (node.Condition("Ready")?.Status == "True") { return new Plan(actions.ToImmutable()); }
        foreach (var pod in pods.Where(static p => p.IsReady())) { actions.Add(NotReady(pod, now)); }
        return new Plan(actions.ToImmutable());
    }

    /// <summary>Whether a node that was heard last at this time has been silent for too long.</summary>
    public static bool IsSilent(Node node, DateTimeOffset heard, NodeHealthOptions options, DateTimeOffset now) =>
        now - heard > (node.Condition("Ready") is null ? options.StartupGracePeriod : options.GracePeriod);

    private static EventAction Told(Node node, string reason, string what) => new(node, "Normal", reason, $"Node {node.Metadata.Name} event: {what}");

    private DateTimeOffset Heard(Node node, DateTimeOffset now)
    {
        var name = node.Metadata.Name!;
        var version = $"{_leases.Get("kube-node-lease", name)?.Spec?.RenewTime?.UtcTicks}/{node.Condition("Ready")?.LastHeartbeatTime?.UtcTicks}";
        lock (_lock)
        {
            if (!_heard.TryGetValue(name, out var before) || before.Version != version) { _heard[name] = before = (version, now); }
            return before.At;
        }
    }

    // By the silence of all, not by their statuses alone: those of nodes that went together are written one after the other.
    private void ObserveZones(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (now - _zonesSeen < _zonesEvery) { return; }
            _zonesSeen = now;
            var began = _time.GetTimestamp();
            var counted = _nodes.List().Where(static n => n.Metadata.Labels.Get(NotCounted) is null)
                .Select(n => (NodeZones.Of(n), n.Condition("Ready")?.Status == "True" && !(_heard.TryGetValue(n.Metadata.Name!, out var heard) && IsSilent(n, heard.At, options, now)))).ToArray();
            _metrics.Seen(counted);
            _metrics.LooksAtAll.Observe(_time.GetElapsedTime(began));
            if (!_zones.Observe(counted, now)) { return; }
            // Nothing was heard of anybody for a while, so nobody's silence counts yet.
            foreach (var (name, heard) in _heard.ToArray()) { _heard[name] = heard with { At = now }; }
        }
    }

    private static NodeStatus Unknown(Node node, DateTimeOffset now)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var conditions = _reported.Aggregate(node.Status.Conditions, (all, type) =>
            {
                var old = all.FirstOrDefault(c => c.Type == type);
                if (old?.Status == "Unknown") { return all; }
                var next = old is null
                    ? new NodeCondition { Type = type, Status = "Unknown", Reason = "NodeStatusNeverUpdated", Message = "Kubelet never posted node status.", LastHeartbeatTime = node.Metadata.CreationTimestamp, LastTransitionTime = second }
                    : new NodeCondition { Type = type, Status = "Unknown", Reason = "NodeStatusUnknown", Message = "Kubelet stopped posting node status.", LastHeartbeatTime = old.LastHeartbeatTime, LastTransitionTime = second };
                return all.Where(c => c.Type != type).Append(next).ToApiList();
            });
        return node.Status with { Conditions = conditions };
    }

    private static bool IsEviction(Taint taint) => taint.Effect == "NoExecute" && _evictions.Contains(taint.Key);

    private static ApiList<Taint> Taints(Node node, Evicting evicting, DateTimeOffset now)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        // One NoExecute taint takes the other's place without waiting for a turn.
        var evicts = evicting == Evicting.Now || (evicting == Evicting.Later && node.Spec.Taints.Any(IsEviction));
        var wanted = _taints.Where(t => node.Condition(t.Condition)?.Status == t.Status)
            .SelectMany(t => t.Condition == "Ready" && evicts ? new[] { (t.Taint, "NoSchedule"), (t.Taint, "NoExecute") } : [(t.Taint, "NoSchedule")])
            .Concat(node.Spec.Unschedulable == true ? [(Unschedulable, "NoSchedule")] : []).ToArray();
        var kept = node.Spec.Taints.Where(t => !_known.Contains(t.Key) || wanted.Contains((t.Key, t.Effect)));
        var added = wanted.Where(w => !node.Spec.Taints.Any(t => t.Key == w.Item1 && t.Effect == w.Item2)).Select(w => new Taint { Key = w.Item1, Effect = w.Item2, TimeAdded = second });
        return kept.Concat(added).ToApiList();
    }

    private static ObjectNode Patch(ApiList<Taint> taints) => ObjectNode.Of(("spec", ObjectNode.Of(("taints", new ArrayNode([.. taints.Select(static t => (Machinery.Documents.Node)ObjectNode.Of(
        ("key", t.Key), ("value", t.Value is null ? null : (Machinery.Documents.Node)t.Value), ("effect", t.Effect),
        ("timeAdded", t.TimeAdded is { } added ? (Machinery.Documents.Node)added.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : null)))])))));

    private static PatchAction<Pod> NotReady(Pod pod, DateTimeOffset now) => new(pod.Metadata.Namespace!, pod.Metadata.Name!, PatchKind.Strategic, ObjectNode.Of(("status", ObjectNode.Of(("conditions", ArrayNode.Of(ObjectNode.Of(
        ("type", "Ready"), ("status", "False"), ("lastTransitionTime", now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)))))))), "status");
}

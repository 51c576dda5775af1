using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Revisions;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.DaemonSets;

/// <summary>Keeps a pod on each node that suits. Source: DaemonSet.</summary>
public sealed class DaemonSetController : IController
{
    private ObjectCache<DaemonSet> _sets = new();
    private ObjectCache<Node> _nodes = new();
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<ControllerRevision> _revisions = new();

    /// <inheritdoc/>
    public string Name => "daemonset-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["DaemonSet", "Pod", "Node", "ControllerRevision"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["DaemonSet/status", "Pod.of DaemonSet", "ControllerRevision.of DaemonSet"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_nodes, _pods, _revisions) = (informers.Get<Node>().Cache, informers.Get<Pod>().Cache, RevisionIndex.Add(informers));
        _sets = PodIndex.Follow<DaemonSet>(informers, "DaemonSet", static s => s.Spec.Selector, enqueue);
        informers.Get<Node>().Subscribe(c =>
        {
            // What a node says of itself every few seconds is of no concern.
            if (c is { Old: { } old, New: { } node } && old.Metadata.Labels.Equals(node.Metadata.Labels) && old.Spec.Equals(node.Spec)) { return; }
            foreach (var set in _sets.List()) { enqueue(Following.Key(set)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _sets.Get(key.Namespace, key.Name) is { } set
        ? DaemonSetPlanner.PlanFor(new(set, [.. _nodes.List()], [.. PodIndex.For(_pods, set.Metadata)], [.. RevisionIndex.For(_revisions, set.Metadata)]), now) : Plan.Nothing;
}

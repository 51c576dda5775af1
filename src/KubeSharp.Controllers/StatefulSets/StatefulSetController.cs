using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Revisions;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.StatefulSets;

/// <summary>Keeps numbered pods with a lasting name and storage. Source: StatefulSets.</summary>
public sealed class StatefulSetController : IController
{
    private ObjectCache<StatefulSet> _sets = new();
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<ControllerRevision> _revisions = new();
    private ObjectCache<PersistentVolumeClaim> _claims = new();

    /// <inheritdoc/>
    public string Name => "statefulset-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["StatefulSet", "Pod", "ControllerRevision", "PersistentVolumeClaim"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["StatefulSet/status", "Pod.of StatefulSet", "ControllerRevision.of StatefulSet", "PersistentVolumeClaim.of StatefulSet"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_pods, _revisions, _claims) = (informers.Get<Pod>().Cache, RevisionIndex.Add(informers), informers.Get<PersistentVolumeClaim>().Cache);
        _sets = PodIndex.Follow<StatefulSet>(informers, "StatefulSet", static s => s.Spec.Selector, enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _sets.Get(key.Namespace, key.Name) is { } set
        ? StatefulSetPlanner.PlanFor(new(set, [.. PodIndex.For(_pods, set.Metadata)], [.. RevisionIndex.For(_revisions, set.Metadata)], name => _claims.Get(key.Namespace, name)), now) : Plan.Nothing;
}

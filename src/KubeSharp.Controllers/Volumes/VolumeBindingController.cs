using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Volumes;

/// <summary>Binds claims to volumes and says what becomes of volumes whose claim is gone. Source: Persistent Volumes, life cycle of a volume and claim.</summary>
public sealed class VolumeBindingController : IController
{
    // Volumes are cluster-wide: a key without a namespace is a volume's.
    private ObjectCache<PersistentVolumeClaim> _claims = new();
    private ObjectCache<PersistentVolume> _volumes = new();
    private ObjectCache<StorageClass> _classes = new();
    private ObjectCache<Node> _nodes = new();

    /// <inheritdoc/>
    public string Name => "persistentvolume-binder-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["PersistentVolumeClaim", "PersistentVolume", "StorageClass", "Node"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["PersistentVolume/status", "PersistentVolume.spec.claimRef", "PersistentVolumeClaim/status", "PersistentVolumeClaim.spec.volumeName"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_claims, _volumes) = (informers.Get<PersistentVolumeClaim>().Cache, informers.Get<PersistentVolume>().Cache);
        (_classes, _nodes) = (informers.Get<StorageClass>().Cache, informers.Get<Node>().Cache);
        informers.Get<PersistentVolumeClaim>().Subscribe(c =>
        {
            var claim = (c.New ?? c.Old)!;
            enqueue(Following.Key(claim));
            foreach (var volume in _volumes.List().Where(v => v.Metadata.Name == claim.Spec.VolumeName || Refers(v, claim))) { enqueue(new("", volume.Metadata.Name!)); }
        });
        informers.Get<PersistentVolume>().Subscribe(c =>
        {
            var volume = (c.New ?? c.Old)!;
            enqueue(new("", volume.Metadata.Name!));
            if (volume.Spec.ClaimRef is { } reference) { enqueue(new(reference.Namespace ?? "", reference.Name ?? "")); }
            foreach (var claim in _claims.List().Where(static p => p.Status.Phase is not "Bound")) { enqueue(Following.Key(claim)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        if (key.Namespace.Length == 0)
        {
            return _volumes.Get(null, key.Name) is not { } volume ? Plan.Nothing
                : VolumePlanner.PlanFor(volume, volume.Spec.ClaimRef is { } reference ? _claims.Get(reference.Namespace, reference.Name ?? "") : null);
        }
        if (_claims.Get(key.Namespace, key.Name) is not { } claim) { return Plan.Nothing; }
        var selected = claim.Metadata.Annotations.Get(ClaimPlanner.SelectedNode) is { Length: > 0 } name ? _nodes.Get(null, name) : null;
        return ClaimPlanner.PlanFor(claim, _volumes.List(), string.IsNullOrEmpty(claim.Spec.StorageClassName) ? null : _classes.Get(null, claim.Spec.StorageClassName), selected, now);
    }

    private static bool Refers(PersistentVolume volume, PersistentVolumeClaim claim) =>
        volume.Spec.ClaimRef is { } reference && reference.Namespace == claim.Metadata.Namespace && reference.Name == claim.Metadata.Name;
}

using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Controllers.Volumes;

namespace KubeSharp.Controllers.VolumeAttachments;

/// <summary>Asks drivers that need it to attach the volumes of a node's pods, and to detach them when no pod and no mount uses them. A key is a node's name.</summary>
public sealed class AttachDetachController : IController
{
    private const string ByNode = "node", ByClaim = "claim";
    private ObjectCache<Node> _nodes = new();
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<PersistentVolumeClaim> _claims = new();
    private ObjectCache<PersistentVolume> _volumes = new();
    private ObjectCache<CSIDriver> _drivers = new();
    private ObjectCache<VolumeAttachment> _attachments = new();

    /// <inheritdoc/>
    public string Name => "persistentvolume-attach-detach-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Node", "Pod", "PersistentVolumeClaim", "PersistentVolume", "CSIDriver", "VolumeAttachment"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["VolumeAttachment.of Node", "Node/status.volumesAttached"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_nodes, _pods, _claims) = (informers.Get<Node>().Cache, informers.Get<Pod>().Cache, informers.Get<PersistentVolumeClaim>().Cache);
        (_volumes, _drivers, _attachments) = (informers.Get<PersistentVolume>().Cache, informers.Get<CSIDriver>().Cache, informers.Get<VolumeAttachment>().Cache);
        _pods.AddIndex(ByNode, static p => [p.Spec.NodeName ?? ""]);
        _pods.AddIndex(ByClaim, static p => PodClaims.Names(p).Select(n => $"{p.Metadata.Namespace}/{n}"));
        _attachments.AddIndex(ByNode, static a => [a.Spec.NodeName]);
        informers.Get<Pod>().Subscribe(c =>
        {
            var pod = (c.New ?? c.Old)!;
            if (PodClaims.Names(pod).Any() && !string.IsNullOrEmpty(pod.Spec.NodeName)) { enqueue(new("", pod.Spec.NodeName)); }
        });
        informers.Get<PersistentVolumeClaim>().Subscribe(c =>
        {
            if (c.New is not { } claim || c.Old?.Spec.VolumeName == claim.Spec.VolumeName) { return; }
            foreach (var pod in _pods.ByIndex(ByClaim, $"{claim.Metadata.Namespace}/{claim.Metadata.Name}").Where(static p => !string.IsNullOrEmpty(p.Spec.NodeName))) { enqueue(new("", pod.Spec.NodeName!)); }
        });
        informers.Get<VolumeAttachment>().Subscribe(c => enqueue(new("", (c.New ?? c.Old)!.Spec.NodeName)));
        informers.Get<Node>().Subscribe(c => { if (c.New is null || c.Old is null || c.Old.Status.VolumesInUse != c.New.Status.VolumesInUse) { enqueue(Following.Key((c.New ?? c.Old)!)); } });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now)
    {
        var wanted = _pods.ByIndex(ByNode, key.Name).Where(static p => !p.IsFinished())
            .SelectMany(p => PodClaims.Names(p).Select(n => _claims.Get(p.Metadata.Namespace, n)?.Spec.VolumeName)).Where(static n => !string.IsNullOrEmpty(n)).Distinct(StringComparer.Ordinal)
            .Select(n => _volumes.Get(null, n!)).OfType<PersistentVolume>().Where(NeedsAttaching).ToImmutableArray();
        return AttachmentPlanner.PlanFor(key.Name, _nodes.Get(null, key.Name), wanted, _attachments.ByIndex(ByNode, key.Name), n => _volumes.Get(null, n));
    }

    // A driver that says nothing of itself wants to be asked.
    private bool NeedsAttaching(PersistentVolume volume) => volume.Spec.Csi is { } source && _drivers.Get(null, source.Driver)?.Spec.AttachRequired != false;
}

using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.Volumes;

/// <summary>Tells who waits for a volume to grow that its driver does it: no volume plug-in is built in that could. Source: Persistent Volumes, expanding claims.</summary>
public sealed class VolumeExpansionController : IController
{
    private ObjectCache<PersistentVolumeClaim> _claims = new();
    private ObjectCache<PersistentVolume> _volumes = new();

    /// <inheritdoc/>
    public string Name => "persistentvolume-expander-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["PersistentVolumeClaim", "PersistentVolume"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => [];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_claims, _volumes) = (informers.Get<PersistentVolumeClaim>().Cache, informers.Get<PersistentVolume>().Cache);
        informers.Get<PersistentVolumeClaim>().Subscribe(c =>
        {
            if (c is { Old: { } old, New: { } claim } && Asked(claim) > Asked(old)) { enqueue(Following.Key(claim)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _claims.Get(key.Namespace, key.Name) is { } claim ? PlanFor(claim, _volumes.Get(null, claim.Spec.VolumeName ?? "")) : Plan.Nothing;

    /// <summary>Decides for a claim and its volume; null: it has none.</summary>
    public static Plan PlanFor(PersistentVolumeClaim claim, PersistentVolume? volume) =>
        volume is null || claim.Status.Phase != "Bound" || Asked(claim) <= claim.Status.Capacity.Get("storage") ? Plan.Nothing
            : Plan.Of(new EventAction(claim, "Normal", "ExternalExpanding", volume.Spec.Csi is null ? "this volume cannot grow: no volume plugin expands its kind" : "waiting for an external controller to expand this PVC"));

    private static Quantity Asked(PersistentVolumeClaim claim) => claim.Spec.Resources.Requests.Get("storage");
}

using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Volumes;

/// <summary>A volume that a claim is bound to does not go before the claim. Source: Persistent Volumes, storage object in use protection.</summary>
public sealed class VolumeProtectionController : IController
{
    private const string Protection = "kubernetes.io/pv-protection";
    private ObjectCache<PersistentVolume> _volumes = new();

    /// <inheritdoc/>
    public string Name => "persistentvolume-protection-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["PersistentVolume"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["PersistentVolume.metadata.finalizers"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        _volumes = informers.Get<PersistentVolume>().Cache;
        informers.FollowSelf<PersistentVolume>(enqueue);
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _volumes.Get(null, key.Name) is { } volume ? PlanFor(volume) : Plan.Nothing;

    /// <summary>Decides for a volume.</summary>
    public static Plan PlanFor(PersistentVolume volume)
    {
        if (volume.Metadata.DeletionTimestamp is null || volume.Status.Phase == "Bound" || !volume.Metadata.Finalizers.Contains(Protection)) { return Plan.Nothing; }
        return Plan.Of(new UpdateAction<PersistentVolume>(volume with { Metadata = volume.Metadata.WithoutFinalizer(Protection) }));
    }
}

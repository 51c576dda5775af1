using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Volumes;

/// <summary>A class of volume attributes that a claim or volume uses does not go before them. Source: Volume Attributes Classes.</summary>
public sealed class AttributesClassProtectionController : IController
{
    private const string Protection = "kubernetes.io/vac-protection";
    private ObjectCache<VolumeAttributesClass> _classes = new();
    private ObjectCache<PersistentVolumeClaim> _claims = new();
    private ObjectCache<PersistentVolume> _volumes = new();

    /// <inheritdoc/>
    public string Name => "volumeattributesclass-protection-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["VolumeAttributesClass", "PersistentVolumeClaim", "PersistentVolume"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["VolumeAttributesClass.metadata.finalizers"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_classes, _claims, _volumes) = (informers.Get<VolumeAttributesClass>().Cache, informers.Get<PersistentVolumeClaim>().Cache, informers.Get<PersistentVolume>().Cache);
        informers.FollowSelf<VolumeAttributesClass>(enqueue);
        // Only what is used no longer lets a class go.
        informers.Get<PersistentVolumeClaim>().Subscribe(c => Enqueue(Used(c.Old).Except(Used(c.New)), enqueue));
        informers.Get<PersistentVolume>().Subscribe(c => Enqueue(Used(c.Old).Except(Used(c.New)), enqueue));
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _classes.Get(null, key.Name) is { } value
        ? PlanFor(value, _claims.List().Any(c => Used(c).Contains(key.Name)) || _volumes.List().Any(v => Used(v).Contains(key.Name))) : Plan.Nothing;

    /// <summary>Decides for a class and whether something uses it.</summary>
    public static Plan PlanFor(VolumeAttributesClass value, bool isUsed)
    {
        var isProtected = value.Metadata.Finalizers.Contains(Protection);
        if (value.Metadata.DeletionTimestamp is null) { return isProtected ? Plan.Nothing : With(value, value.Metadata with { Finalizers = [.. value.Metadata.Finalizers, Protection] }); }
        return isProtected && !isUsed ? With(value, value.Metadata.WithoutFinalizer(Protection)) : Plan.Nothing;
    }

    private static Plan With(VolumeAttributesClass value, ObjectMeta metadata) => Plan.Of(new UpdateAction<VolumeAttributesClass>(value with { Metadata = metadata }));

    private static void Enqueue(IEnumerable<string> names, Action<ObjectKey> enqueue)
    {
        foreach (var name in names) { enqueue(new("", name)); }
    }

    private static IEnumerable<string> Used(PersistentVolumeClaim? claim) =>
        new[] { claim?.Spec.VolumeAttributesClassName, claim?.Status.CurrentVolumeAttributesClassName, claim?.Status.ModifyVolumeStatus?.TargetVolumeAttributesClassName }.Where(static n => !string.IsNullOrEmpty(n)).Distinct()!;

    private static IEnumerable<string> Used(PersistentVolume? volume) => string.IsNullOrEmpty(volume?.Spec.VolumeAttributesClassName) ? [] : [volume.Spec.VolumeAttributesClassName];
}

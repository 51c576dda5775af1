using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Volumes;

/// <summary>Makes the claims of pods' generic ephemeral volumes; they go with the pod. Source: Ephemeral Volumes.</summary>
public sealed class EphemeralVolumeController : IController
{
    private ObjectCache<Pod> _pods = new();
    private ObjectCache<PersistentVolumeClaim> _claims = new();

    /// <inheritdoc/>
    public string Name => "ephemeral-volume-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["Pod", "PersistentVolumeClaim"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["PersistentVolumeClaim.of Pod"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_pods, _claims) = (informers.Get<Pod>().Cache, informers.Get<PersistentVolumeClaim>().Cache);
        informers.Get<Pod>().Subscribe(c => { if (c is { Old: null, New: { } pod } && pod.Spec.Volumes.Any(static v => v.Ephemeral is not null)) { enqueue(Following.Key(pod)); } });
        informers.Get<PersistentVolumeClaim>().Subscribe(c => { if (c.New is null && c.Old!.Metadata.Controller() is { Kind: "Pod" } owner) { enqueue(new(c.Old.Metadata.Namespace!, owner.Name)); } });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _pods.Get(key.Namespace, key.Name) is { } pod ? PlanFor(pod, name => _claims.Get(key.Namespace, name)) : Plan.Nothing;

    /// <summary>Decides for a pod; <paramref name="claims"/>: claims of its namespace by name.</summary>
    public static Plan PlanFor(Pod pod, Func<string, PersistentVolumeClaim?> claims)
    {
        if (!pod.IsActive()) { return Plan.Nothing; }
        return Plan.Of([.. pod.Spec.Volumes.Where(v => v.Ephemeral?.VolumeClaimTemplate is not null && claims(PodClaims.NameOf(pod, v)) is null).Select(v => new CreateAction<PersistentVolumeClaim>(new PersistentVolumeClaim
        {
            Metadata = v.Ephemeral!.VolumeClaimTemplate!.Metadata with { Name = PodClaims.NameOf(pod, v), Namespace = pod.Metadata.Namespace, OwnerReferences = [pod.ControllerReference()] },
            Spec = v.Ephemeral.VolumeClaimTemplate.Spec,
        }))]);
    }
}

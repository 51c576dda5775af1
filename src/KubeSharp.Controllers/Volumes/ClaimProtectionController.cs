using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Volumes;

/// <summary>A claim that a pod uses does not go before the pod. Source: Persistent Volumes, storage object in use protection.</summary>
public sealed class ClaimProtectionController : IController
{
    private const string Protection = "kubernetes.io/pvc-protection";
    private const string ByNamespace = "namespace";
    private ObjectCache<PersistentVolumeClaim> _claims = new();
    private ObjectCache<Pod> _pods = new();

    /// <inheritdoc/>
    public string Name => "persistentvolumeclaim-protection-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["PersistentVolumeClaim", "Pod"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["PersistentVolumeClaim.metadata.finalizers"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_claims, _pods) = (informers.Get<PersistentVolumeClaim>().Cache, informers.Get<Pod>().Cache);
        _pods.AddIndex(ByNamespace, static p => [p.Metadata.Namespace ?? ""]);
        informers.FollowSelf<PersistentVolumeClaim>(enqueue);
        informers.Get<Pod>().Subscribe(c =>
        {
            if (c.New is { } live && !live.IsFinished()) { return; }
            foreach (var name in PodClaims.Names((c.New ?? c.Old)!)) { enqueue(new((c.New ?? c.Old)!.Metadata.Namespace!, name)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _claims.Get(key.Namespace, key.Name) is { } claim ? PlanFor(claim, _pods.ByIndex(ByNamespace, key.Namespace)) : Plan.Nothing;

    /// <summary>Decides for a claim and the pods of its namespace.</summary>
    public static Plan PlanFor(PersistentVolumeClaim claim, IEnumerable<Pod> pods)
    {
        if (claim.Metadata.DeletionTimestamp is null || !claim.Metadata.Finalizers.Contains(Protection)) { return Plan.Nothing; }
        // A pod that has no node yet will not get one while its claim is going.
        if (pods.Any(p => !p.IsFinished() && !string.IsNullOrEmpty(p.Spec.NodeName) && PodClaims.Names(p).Contains(claim.Metadata.Name!))) { return Plan.Nothing; }
        return Plan.Of(new UpdateAction<PersistentVolumeClaim>(claim with { Metadata = claim.Metadata.WithoutFinalizer(Protection) }));
    }
}

using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.StatefulSets;

/// <summary>
/// Who owns the claims of a set's pods, and with whom they go: nobody, the set (when it is deleted), the pod (when the set is scaled down).
/// Pure. Source: StatefulSets, PersistentVolumeClaim retention; KEP-1847.
/// </summary>
internal static class ClaimRetention
{
    /// <summary>The changes of the owners of a pod's claims. <paramref name="isCondemned"/>: the pod is being scaled away.</summary>
    public static IEnumerable<PlanAction> Plan(StatefulSet set, int ordinal, Pod? pod, bool isCondemned, Func<string, PersistentVolumeClaim?> claims)
    {
        if (set.Spec.PersistentVolumeClaimRetentionPolicy is not { } policy) { yield break; }
        var isOfSet = policy.WhenDeleted == "Delete" && !(policy.WhenScaled == "Delete" && isCondemned);
        var isOfPod = policy.WhenScaled == "Delete" && isCondemned;
        foreach (var wanted in StatefulPods.Claims(set, ordinal))
        {
            if (claims(wanted.Metadata.Name!) is not { } claim || claim.Metadata.DeletionTimestamp is not null || IsForeign(claim, set)) { continue; }
            var owners = claim.Metadata.OwnerReferences.Where(o => o.Uid != set.Metadata.Uid && !IsPodOfSet(o, set)).ToList();
            if (isOfSet) { owners.Add(Reference(set)); }
            if (isOfPod && pod is not null) { owners.Add(Reference(pod)); }
            if (isOfPod && pod is null) { continue; }
            if (!owners.ToApiList().Equals(claim.Metadata.OwnerReferences)) { yield return new UpdateAction<PersistentVolumeClaim>(claim with { Metadata = claim.Metadata with { OwnerReferences = owners.ToApiList() } }); }
        }
    }

    // A claim that another controller owns is left alone.
    private static bool IsForeign(PersistentVolumeClaim claim, StatefulSet set) => claim.Metadata.Controller() is { } owner && owner.Uid != set.Metadata.Uid && owner.Kind != "Pod";

    private static bool IsPodOfSet(OwnerReference owner, StatefulSet set) => owner.Kind == "Pod" && owner.Name.StartsWith(set.Metadata.Name + "-", StringComparison.Ordinal);

    private static OwnerReference Reference(IApiObject owner) => new() { ApiVersion = owner.ApiVersion, Kind = owner.Kind, Name = owner.Metadata.Name ?? "", Uid = owner.Metadata.Uid ?? "", Controller = true };
}

using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Runtime;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Controllers.ResourceClaims;

/// <summary>What becomes of the claims of devices. Pure. Source: Dynamic Resource Allocation.</summary>
public static class ResourceClaimPlanner
{
    /// <summary>Names the entry of the pod's spec for which a claim was made.</summary>
    public const string PodClaimName = "resource.kubernetes.io/pod-claim-name";
    private const string Finalizer = "resource.kubernetes.io/delete-protection";

    /// <summary>Decides for a pod, the claims it owns and the template of a name: each entry with a template gets a claim of its own, and the pod's status names it.</summary>
    public static Plan PlanFor(Pod pod, IReadOnlyCollection<ResourceClaim> owned, Func<string, ResourceClaimTemplate?> template)
    {
        if (pod.Metadata.DeletionTimestamp is not null || pod.IsFinished() || pod.Spec.ResourceClaims.Count == 0) { return Plan.Nothing; }
        var actions = ImmutableArray.CreateBuilder<PlanAction>();
        var statuses = new List<PodResourceClaimStatus>();
        foreach (var entry in pod.Spec.ResourceClaims.Where(static c => !string.IsNullOrEmpty(c.ResourceClaimTemplateName)))
        {
            if (owned.FirstOrDefault(c => c.Metadata.Annotations.Get(PodClaimName) == entry.Name) is { } there) { statuses.Add(new PodResourceClaimStatus { Name = entry.Name, ResourceClaimName = there.Metadata.Name }); }
            else if (template(entry.ResourceClaimTemplateName!) is { } found) { actions.Add(new CreateAction<ResourceClaim>(Claim(pod, entry, found))); }
            else { actions.Add(new EventAction(pod, "Warning", "FailedResourceClaimCreation", $"PodResourceClaim {entry.Name}: resource claim template \"{entry.ResourceClaimTemplateName}\" not found")); }
        }
        var wanted = statuses.OrderBy(static s => s.Name, StringComparer.Ordinal).ToApiList();
        if (wanted.Count > 0 && !wanted.Equals(pod.Status.ResourceClaimStatuses.OrderBy(static s => s.Name, StringComparer.Ordinal).ToApiList())) { actions.Add(new UpdateAction<Pod>(pod with { Status = pod.Status with { ResourceClaimStatuses = wanted } }, IsStatus: true)); }
        return new Plan(actions.ToImmutable());
    }

    /// <summary>Decides for a claim and the pod of a name: who is gone or done no longer holds it, and what nobody holds is given back.</summary>
    public static Plan PlanFor(ResourceClaim claim, Func<string, Pod?> pods)
    {
        var kept = claim.Status.ReservedFor.Where(r => Holds(r, pods)).ToApiList();
        var isOwnersEnd = claim.Metadata.Controller() is { Kind: "Pod" } owner && (pods(owner.Name) is not { } pod || pod.Metadata.Uid != owner.Uid || pod.IsFinished());
        var isFree = kept.Count == 0 && claim.Metadata.Finalizers.Contains(Finalizer) && (claim.Status.ReservedFor.Count > 0 || claim.Metadata.DeletionTimestamp is not null);
        if (kept.Count < claim.Status.ReservedFor.Count || (isFree && claim.Status.Allocation is not null))
        {
            return Plan.Of(new UpdateAction<ResourceClaim>(claim with { Status = claim.Status with { ReservedFor = kept, Allocation = isFree ? null : claim.Status.Allocation } }, IsStatus: true));
        }
        if (claim.Metadata.Finalizers.Contains(Finalizer) && claim.Status is { Allocation: null, ReservedFor.Count: 0 })
        {
            return Plan.Of(new UpdateAction<ResourceClaim>(claim with { Metadata = claim.Metadata.WithoutFinalizer(Finalizer) }));
        }
        return isOwnersEnd && claim.Metadata.DeletionTimestamp is null && kept.Count == 0 ? Plan.Of(new DeleteAction<ResourceClaim>(claim)) : Plan.Nothing;
    }

    // Who is no pod is nobody this can judge: it holds on.
    private static bool Holds(ResourceClaimConsumerReference reference, Func<string, Pod?> pods) =>
        !string.IsNullOrEmpty(reference.ApiGroup) || reference.Resource != "pods" || (pods(reference.Name) is { } pod && pod.Metadata.Uid == reference.Uid && !pod.IsFinished());

    private static ResourceClaim Claim(Pod pod, PodResourceClaim entry, ResourceClaimTemplate template) => new()
    {
        Metadata = template.Spec.Metadata with
        {
            Name = null,
            GenerateName = $"{pod.Metadata.Name}-{entry.Name}-",
            Namespace = pod.Metadata.Namespace,
            Annotations = template.Spec.Metadata.Annotations.Set(PodClaimName, entry.Name),
            OwnerReferences = [pod.ControllerReference()],
        },
        Spec = template.Spec.Spec,
    };
}

using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.Volumes;

/// <summary>Which volume a claim gets. Pure. Source: Persistent Volumes, binding; Storage Classes, volume binding mode.</summary>
public static class ClaimPlanner
{
    /// <summary>The node that the scheduler has chosen for a claim that waits for its first consumer.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";
    private const string BindCompleted = "pv.kubernetes.io/bind-completed";
    private const string BoundByController = "pv.kubernetes.io/bound-by-controller";
    private const string Provisioner = "volume.kubernetes.io/storage-provisioner";
    private const string OldProvisioner = "volume.beta.kubernetes.io/storage-provisioner";

    /// <summary>Decides for a claim, all volumes, its class (null: none) and the node chosen for it (null: none yet).</summary>
    public static Plan PlanFor(PersistentVolumeClaim claim, IReadOnlyCollection<PersistentVolume> volumes, StorageClass? storageClass, Node? selected, DateTimeOffset now)
    {
        if (claim.Metadata.Annotations.ContainsKey(BindCompleted)) { return Bound(claim, volumes); }
        if (claim.Metadata.DeletionTimestamp is not null) { return Plan.Nothing; }
        if (!string.IsNullOrEmpty(claim.Spec.VolumeName))
        {
            var named = volumes.FirstOrDefault(v => v.Metadata.Name == claim.Spec.VolumeName);
            if (named is null) { return Pending(claim); }
            return named.Spec.ClaimRef is null || IsFor(named, claim) ? Bind(claim, named, false) : Pending(claim);
        }
        var isWaiting = storageClass?.VolumeBindingMode == "WaitForFirstConsumer" && selected is null;
        var reserved = volumes.FirstOrDefault(v => IsFor(v, claim) && Suits(v, claim));
        if (reserved is not null) { return Bind(claim, reserved, true); }
        if (isWaiting)
        {
            return WithEvent(Pending(claim), new EventAction(claim, "Normal", "WaitForFirstConsumer", "waiting for first consumer to be created before binding"), claim);
        }
        var found = volumes.Where(v => v.Spec.ClaimRef is null && v.Metadata.DeletionTimestamp is null && v.Status.Phase is "Available" && Suits(v, claim) && (selected is null || (v.Spec.NodeAffinity?.Required.Matches(selected) ?? true)))
            .OrderBy(static v => v.Spec.Capacity.Get("storage")).ThenBy(static v => v.Metadata.Name, StringComparer.Ordinal).FirstOrDefault();
        if (found is not null) { return Bind(claim, found, true); }
        return storageClass is not null && storageClass.Provisioner != "kubernetes.io/no-provisioner" ? Provision(claim, storageClass)
            : WithEvent(Pending(claim), new EventAction(claim, "Normal", "FailedBinding", "no persistent volumes available for this claim and no storage class is set"), claim);
    }

    private static Plan Bound(PersistentVolumeClaim claim, IReadOnlyCollection<PersistentVolume> volumes)
    {
        var volume = volumes.FirstOrDefault(v => v.Metadata.Name == claim.Spec.VolumeName);
        if (volume is null || (volume.Spec.ClaimRef is { } reference && reference.Uid != claim.Metadata.Uid))
        {
            return claim.Status.Phase == "Lost" ? Plan.Nothing : Plan.Of(
                new UpdateAction<PersistentVolumeClaim>(claim with { Status = claim.Status with { Phase = "Lost" } }, IsStatus: true),
                new EventAction(claim, "Warning", "ClaimLost", volume is null ? "Bound claim has lost its PersistentVolume. Data on the volume is lost!" : "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!"));
        }
        var status = claim.Status with { Phase = "Bound", AccessModes = volume.Spec.AccessModes, Capacity = claim.Status.Phase == "Bound" && claim.Status.Capacity.Count > 0 ? claim.Status.Capacity : volume.Spec.Capacity };
        return status.Equals(claim.Status) ? Plan.Nothing : Plan.Of(new UpdateAction<PersistentVolumeClaim>(claim with { Status = status }, IsStatus: true));
    }

    // The volume names the claim first: whoever dies in between finds the way by it.
    private static Plan Bind(PersistentVolumeClaim claim, PersistentVolume volume, bool isFound)
    {
        if (volume.Spec.ClaimRef?.Uid != claim.Metadata.Uid || string.IsNullOrEmpty(volume.Spec.ClaimRef?.Uid))
        {
            var reference = new ObjectReference { ApiVersion = "v1", Kind = "PersistentVolumeClaim", Namespace = claim.Metadata.Namespace, Name = claim.Metadata.Name, Uid = claim.Metadata.Uid, ResourceVersion = claim.Metadata.ResourceVersion };
            var annotations = volume.Spec.ClaimRef is null ? volume.Metadata.Annotations.Set(BoundByController, "yes") : volume.Metadata.Annotations;
            return Plan.Of(new UpdateAction<PersistentVolume>(volume with { Spec = volume.Spec with { ClaimRef = reference }, Metadata = volume.Metadata with { Annotations = annotations } }));
        }
        var marked = claim.Metadata.Annotations.Set(BindCompleted, "yes");
        if (isFound) { marked = marked.Set(BoundByController, "yes"); }
        return Plan.Of(new UpdateAction<PersistentVolumeClaim>(claim with { Spec = claim.Spec with { VolumeName = volume.Metadata.Name }, Metadata = claim.Metadata with { Annotations = marked } }));
    }

    private static Plan Provision(PersistentVolumeClaim claim, StorageClass storageClass)
    {
        if (claim.Metadata.Annotations.Get(Provisioner) != storageClass.Provisioner)
        {
            return Plan.Of(new UpdateAction<PersistentVolumeClaim>(claim with { Metadata = claim.Metadata with { Annotations = claim.Metadata.Annotations.Set(Provisioner, storageClass.Provisioner).Set(OldProvisioner, storageClass.Provisioner) } }));
        }
        return WithEvent(Pending(claim), new EventAction(claim, "Normal", "ExternalProvisioning", $"Waiting for a volume to be created either by the external provisioner '{storageClass.Provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered."), claim);
    }

    private static Plan Pending(PersistentVolumeClaim claim) => claim.Status.Phase == "Pending" ? Plan.Nothing
        : Plan.Of(new UpdateAction<PersistentVolumeClaim>(claim with { Status = claim.Status with { Phase = "Pending" } }, IsStatus: true));

    private static Plan WithEvent(Plan plan, EventAction told, PersistentVolumeClaim claim) => claim.Metadata.DeletionTimestamp is null ? plan with { Actions = plan.Actions.Add(told) } : plan;

    private static bool IsFor(PersistentVolume volume, PersistentVolumeClaim claim) =>
        volume.Spec.ClaimRef is { } reference && reference.Namespace == claim.Metadata.Namespace && reference.Name == claim.Metadata.Name && (string.IsNullOrEmpty(reference.Uid) || reference.Uid == claim.Metadata.Uid);

    private static bool Suits(PersistentVolume volume, PersistentVolumeClaim claim) =>
        (volume.Spec.StorageClassName ?? "") == (claim.Spec.StorageClassName ?? "") && (volume.Spec.VolumeMode ?? "Filesystem") == (claim.Spec.VolumeMode ?? "Filesystem")
        && claim.Spec.AccessModes.All(volume.Spec.AccessModes.Contains) && (claim.Spec.Selector is null || claim.Spec.Selector.Matches(volume.Metadata.Labels))
        && volume.Spec.Capacity.Get("storage") >= claim.Spec.Resources.Requests.Get("storage");
}

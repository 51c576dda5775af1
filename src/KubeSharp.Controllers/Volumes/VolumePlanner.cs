using KubeSharp.Api.Core.V1;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Volumes;

/// <summary>The phase of a volume. Pure. Source: Persistent Volumes, phases and reclaim policies.</summary>
public static class VolumePlanner
{
    private const string BoundByController = "pv.kubernetes.io/bound-by-controller";
    private const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";

    /// <summary>Decides for a volume and the claim that it names; null: there is none of that name.</summary>
    public static Plan PlanFor(PersistentVolume volume, PersistentVolumeClaim? claim)
    {
        if (volume.Spec.ClaimRef is not { } reference) { return Phase(volume, "Available", ""); }
        // Reserved for a claim that has not come yet.
        if (string.IsNullOrEmpty(reference.Uid)) { return Phase(volume, "Available", ""); }
        if (claim is null || claim.Metadata.Uid != reference.Uid) { return Released(volume); }
        if (claim.Spec.VolumeName == volume.Metadata.Name) { return Phase(volume, "Bound", ""); }
        if (string.IsNullOrEmpty(claim.Spec.VolumeName)) { return Plan.Nothing; }
        // The claim has taken another one: what was given by us is taken back.
        return volume.Metadata.Annotations.ContainsKey(BoundByController)
            ? Plan.Of(new UpdateAction<PersistentVolume>(volume with { Spec = volume.Spec with { ClaimRef = null }, Metadata = volume.Metadata with { Annotations = volume.Metadata.Annotations.Remove(BoundByController) } })) : Phase(volume, "Available", "");
    }

    private static Plan Released(PersistentVolume volume)
    {
        // What an external provisioner has made it deletes itself.
        var isOurs = !volume.Metadata.Annotations.ContainsKey(ProvisionedBy) && volume.Spec.Csi is null;
        if (volume.Status.Phase == "Released" && volume.Spec.PersistentVolumeReclaimPolicy == "Delete" && isOurs)
        {
            const string reason = "no volume plugin deletes this kind of volume";
            var failed = Phase(volume, "Failed", reason);
            return failed with { Actions = failed.Actions.Add(new EventAction(volume, "Warning", "VolumeFailedDelete", reason)) };
        }
        return volume.Status.Phase == "Failed" ? Plan.Nothing : Phase(volume, "Released", "");
    }

    private static Plan Phase(PersistentVolume volume, string phase, string message) => volume.Status.Phase == phase ? Plan.Nothing
        : Plan.Of(new UpdateAction<PersistentVolume>(volume with { Status = volume.Status with { Phase = phase, Message = message.Length > 0 ? message : null } }, IsStatus: true));
}

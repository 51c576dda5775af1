using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Csi;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Persistent volumes on this node, each kind by what can mount it. Source: Persistent Volumes; Volumes, local.</summary>
/// <param name="paths">Where files lie.</param>
/// <param name="claims">Claims and their volumes.</param>
/// <param name="csi">Volumes of drivers; null: there are none.</param>
/// <param name="shares">File systems of other machines.</param>
public sealed class PersistentVolumes(PodPaths paths, IVolumeClaims claims, CsiVolumes? csi, NetworkShares shares)
{
    /// <summary>Sets the volume of a claim up; can be repeated. Returns its folder, or the file of its device.</summary>
    /// <exception cref="VolumeException">It cannot be had now.</exception>
    public async Task<string> SetUpAsync(Pod pod, string claimName, bool isOwn, bool readOnly, CancellationToken cancellation)
    {
        var (claim, volume) = await claims.FindAsync(pod, claimName, isOwn, cancellation);
        var name = volume.Metadata.Name ?? "";
        if (volume.Spec.Csi is not null) { return await Csi().SetUpAsync(pod, CsiVolume.Of(volume, readOnly), claim, cancellation); }
        if (volume.Spec.HostPath is { } hostPath) { return HostPaths.Ensure(hostPath); }
        if (volume.Spec.Local is { } local) { return Local(pod, volume, local); }
        if (volume.Spec.Nfs is { } nfs) { return await shares.MountAsync(paths.Volume(pod.Metadata.Uid ?? "", "nfs", name), nfs, volume.Spec.MountOptions, cancellation); }
        if (volume.Spec.Iscsi is { } iscsi) { return await DiskAsync(pod, volume, IscsiTarget.Of(iscsi, readOnly, pod.Metadata.Namespace ?? "", name), cancellation); }
        throw new VolumeException($"no volume plug-in of this node handles persistent volume \"{name}\"");
    }

    /// <summary>Sets a driver's volume of the pod's own specification up; can be repeated.</summary>
    /// <exception cref="VolumeException">It cannot be had now.</exception>
    public Task<string> SetUpAsync(Pod pod, string name, CSIVolumeSource source, CancellationToken cancellation) => Csi().SetUpAsync(pod, CsiVolume.Of(pod, name, source), null, cancellation);

    /// <summary>When the pod's volumes are to be looked at again; null: never.</summary>
    public DateTimeOffset? RenewAt(string uid) => csi?.RenewAt(uid);

    /// <summary>Takes them away. Can be repeated.</summary>
    /// <exception cref="IOException">One stays.</exception>
    public Task TearDownAsync(string uid, CancellationToken cancellation) => csi?.TearDownAsync(uid, cancellation) ?? Task.CompletedTask;

    private CsiVolumes Csi() => csi ?? throw new VolumeException("storage drivers are not supported by this agent");

    private Task<string> DiskAsync(Pod pod, PersistentVolume volume, IscsiTarget target, CancellationToken cancellation)
    {
        var uid = pod.Metadata.Uid ?? "";
        return volume.Spec.VolumeMode == "Block" ? shares.Disks.AttachAsync(uid, target, cancellation)
            : shares.Disks.MountAsync(uid, paths.Volume(uid, "iscsi", volume.Metadata.Name ?? ""), target, volume.Spec.MountOptions, pod.Spec.SecurityContext, cancellation);
    }

    private static string Local(Pod pod, PersistentVolume volume, LocalVolumeSource local)
    {
        var mode = NativeStat.ModeOf(local.Path) & 0xF000;
        if (volume.Spec.VolumeMode == "Block") { return mode == 0x6000 ? local.Path : throw new VolumeException($"local volume path \"{local.Path}\" is not a block device"); }
        if (!Directory.Exists(local.Path)) { throw new VolumeException(mode == 0 ? $"local volume path \"{local.Path}\" does not exist" : $"local volume path \"{local.Path}\" is not a folder"); }
        if (pod.Spec.SecurityContext?.FsGroup is { } group) { VolumeOwnership.Give(local.Path, group, pod.Spec.SecurityContext.FsGroupChangePolicy, readOnly: false); }
        return local.Path;
    }
}

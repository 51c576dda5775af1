using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Which plug-in of upstream's a volume is, as metrics tell it.</summary>
internal static class VolumePlugins
{
    /// <summary>The plug-in's name. That of a claim shows in the path it is mounted at; empty: it is not known yet.</summary>
    public static string NameOf(Volume volume, string path)
    {
        const string folder = "/kubernetes.io~";
        var begin = path.IndexOf(folder, StringComparison.Ordinal);
        if (begin >= 0) { return $"kubernetes.io/{path[(begin + folder.Length)..].Split('/')[0]}"; }
        if (volume.HostPath is not null) { return "kubernetes.io/host-path"; }
        if (volume.PersistentVolumeClaim is not null || volume.Ephemeral is not null) { return path.Length == 0 ? "" : "kubernetes.io/local-volume"; }
        if (volume.EmptyDir is not null) { return "kubernetes.io/empty-dir"; }
        if (volume.Csi is not null) { return "kubernetes.io/csi"; }
        if (volume.Nfs is not null) { return "kubernetes.io/nfs"; }
        if (volume.Iscsi is not null) { return "kubernetes.io/iscsi"; }
        if (volume.Image is not null) { return "kubernetes.io/image"; }
        return VolumeContents.IsFromObjects(volume) ? $"kubernetes.io/{VolumeContents.PluginOf(volume)}" : "";
    }
}

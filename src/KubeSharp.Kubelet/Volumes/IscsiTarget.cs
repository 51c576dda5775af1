using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>A disk that another machine serves by iSCSI.</summary>
/// <param name="Portals">Where it is served, ADDRESS:PORT each.</param>
/// <param name="Iqn">Name of the target.</param>
/// <param name="Lun">Number of the disk in it.</param>
/// <param name="Interface">The initiator's interface; default: default.</param>
/// <param name="FileSystem">What it is made with where it is blank; default: ext4.</param>
/// <param name="IsReadOnly">It is only read.</param>
public sealed record IscsiTarget(ImmutableArray<string> Portals, string Iqn, int Lun, string Interface, string FileSystem, bool IsReadOnly)
{
    private const string DefaultPort = "3260";

    /// <summary>Name of the folder that it has on the node, as upstream's.</summary>
    public string FolderName => $"{Portals[0]}-{Iqn}-lun-{Lun}";

    /// <summary>That of a pod's own volume.</summary>
    /// <exception cref="VolumeException">It asks for what is not to be had.</exception>
    public static IscsiTarget Of(ISCSIVolumeSource source) =>
        Of([source.TargetPortal, .. source.Portals], source.Iqn, source.Lun, source.IscsiInterface, source.FsType, source.ReadOnly == true, source.ChapAuthSession == true || source.ChapAuthDiscovery == true || !string.IsNullOrEmpty(source.InitiatorName));

    /// <summary>That of a persistent volume.</summary>
    /// <exception cref="VolumeException">It asks for what is not to be had.</exception>
    public static IscsiTarget Of(ISCSIPersistentVolumeSource source, bool isReadOnly) =>
        Of([source.TargetPortal, .. source.Portals], source.Iqn, source.Lun, source.IscsiInterface, source.FsType, isReadOnly || source.ReadOnly == true, source.ChapAuthSession == true || source.ChapAuthDiscovery == true || !string.IsNullOrEmpty(source.InitiatorName));

    private static IscsiTarget Of(IEnumerable<string> portals, string iqn, int lun, string? via, string? fileSystem, bool isReadOnly, bool asksForMore)
    {
        if (asksForMore) { throw new VolumeException("iscsi: CHAP and initiator names of one's own are not supported by this agent"); }
        return new([.. portals.Select(static p => p.LastIndexOf(':') > p.LastIndexOf(']') ? p : $"{p}:{DefaultPort}").Distinct(StringComparer.Ordinal)], iqn, lun, string.IsNullOrEmpty(via) ? "default" : via, string.IsNullOrEmpty(fileSystem) ? "ext4" : fileSystem, isReadOnly);
    }
}

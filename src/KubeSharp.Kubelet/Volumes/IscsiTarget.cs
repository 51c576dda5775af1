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

    /// <summary>Name that the initiator gives itself for this disk, by an interface of the disk's own; empty: the machine's.</summary>
    public string InitiatorName { get; init; } = "";

    /// <summary>The interface that the disk's own is made like, where it has one.</summary>
    public string BaseInterface { get; init; } = "";

    /// <summary>Secret of names and passwords for CHAP; null: there is none.</summary>
    public SecretReference? Secret { get; init; }

    /// <summary>Targets are asked for by CHAP.</summary>
    public bool DiscoversByChap { get; init; }

    /// <summary>Sessions are begun by CHAP.</summary>
    public bool LogsInByChap { get; init; }

    /// <summary>Name of the folder that it has on the node, as upstream's.</summary>
    public string FolderName => $"{Portals[0]}-{Iqn}-lun-{Lun}";

    /// <summary>Whether the interface was made for the disk alone: its name tells, so that it is known whatever restarts meanwhile.</summary>
    public static bool IsOwnInterface(string name, string portal) => name.StartsWith($"{portal}:", StringComparison.Ordinal);

    /// <summary>That of a pod's own volume.</summary>
    /// <param name="source">The disk.</param>
    /// <param name="ns">Namespace of the pod, and of the secret.</param>
    /// <param name="volume">Name of the volume.</param>
    public static IscsiTarget Of(ISCSIVolumeSource source, string ns, string volume) =>
        Of([source.TargetPortal, .. source.Portals], source.Iqn, source.Lun, source.IscsiInterface, source.FsType, source.ReadOnly == true, source.InitiatorName, volume) with
        {
            DiscoversByChap = source.ChapAuthDiscovery == true,
            LogsInByChap = source.ChapAuthSession == true,
            Secret = source.SecretRef is { Name.Length: > 0 } secret ? new SecretReference { Name = secret.Name, Namespace = ns } : null,
        };

    /// <summary>That of a persistent volume.</summary>
    /// <param name="source">The disk.</param>
    /// <param name="isReadOnly">The claim's user only reads it.</param>
    /// <param name="ns">Namespace of the pod, and of the secret where it names none.</param>
    /// <param name="volume">Name of the persistent volume.</param>
    public static IscsiTarget Of(ISCSIPersistentVolumeSource source, bool isReadOnly, string ns, string volume) =>
        Of([source.TargetPortal, .. source.Portals], source.Iqn, source.Lun, source.IscsiInterface, source.FsType, isReadOnly || source.ReadOnly == true, source.InitiatorName, volume) with
        {
            DiscoversByChap = source.ChapAuthDiscovery == true,
            LogsInByChap = source.ChapAuthSession == true,
            Secret = source.SecretRef is { Name.Length: > 0 } secret ? new SecretReference { Name = secret.Name, Namespace = string.IsNullOrEmpty(secret.Namespace) ? ns : secret.Namespace } : null,
        };

    private static IscsiTarget Of(IEnumerable<string> given, string iqn, int lun, string? via, string? fileSystem, bool isReadOnly, string? initiator, string volume)
    {
        ImmutableArray<string> portals = [.. given.Select(static p => p.LastIndexOf(':') > p.LastIndexOf(']') ? p : $"{p}:{DefaultPort}").Distinct(StringComparer.Ordinal)];
        var plain = string.IsNullOrEmpty(via) ? "default" : via;
        var target = new IscsiTarget(portals, iqn, lun, plain, string.IsNullOrEmpty(fileSystem) ? "ext4" : fileSystem, isReadOnly);
        return string.IsNullOrEmpty(initiator) ? target : target with { InitiatorName = initiator, BaseInterface = plain, Interface = $"{portals[0]}:{volume}" };
    }
}

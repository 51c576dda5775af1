using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Csi;

/// <summary>A volume of a storage driver as a pod wants it: a persistent one, or one that lives and dies with the pod.</summary>
public sealed record CsiVolume
{
    /// <summary>Name of the driver.</summary>
    public required string Driver { get; init; }
    /// <summary>The driver's id of the volume.</summary>
    public required string Handle { get; init; }
    /// <summary>Name of the persistent volume, or of the pod's volume.</summary>
    public required string Name { get; init; }
    /// <summary>It lives and dies with the pod.</summary>
    public bool IsInline { get; init; }
    /// <summary>A device instead of a folder.</summary>
    public bool IsBlock { get; init; }
    /// <summary>It cannot be written.</summary>
    public bool ReadOnly { get; init; }
    /// <summary>File system; empty: the driver's choice.</summary>
    public string FsType { get; init; } = "";
    /// <summary>ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.</summary>
    public string AccessMode { get; init; } = "ReadWriteOnce";
    /// <summary>Options of its mount.</summary>
    public ApiList<string> MountOptions { get; init; } = [];
    /// <summary>What the driver was told when it was made.</summary>
    public ApiMap<string> Attributes { get; init; } = ApiMap<string>.Empty;
    /// <summary>Its size in bytes; 0: unknown.</summary>
    public long CapacityBytes { get; init; }
    /// <summary>Secret for mounting it for the node; null: none.</summary>
    public SecretReference? StageSecret { get; init; }
    /// <summary>Secret for mounting it for a pod; null: none.</summary>
    public SecretReference? PublishSecret { get; init; }
    /// <summary>Secret for growing it; null: none.</summary>
    public SecretReference? ExpandSecret { get; init; }

    /// <summary>Its name where the node lists what it uses.</summary>
    public string UniqueName => UniqueNameOf(Driver, Handle);

    /// <summary>The name of a volume where the node lists what it uses.</summary>
    public static string UniqueNameOf(string driver, string handle) => $"kubernetes.io/csi/{driver}^{handle}";

    /// <summary>Name of the object that says whether it is attached to a node.</summary>
    public string AttachmentName(string node) => "csi-" + Hash(Handle + Driver + node);

    /// <summary>A persistent volume.</summary>
    /// <param name="volume">As the API server has it; its source is a driver.</param>
    /// <param name="readOnly">The pod wants it so.</param>
    public static CsiVolume Of(PersistentVolume volume, bool readOnly)
    {
        var source = volume.Spec.Csi!;
        return new CsiVolume
        {
            Driver = source.Driver,
            Handle = source.VolumeHandle,
            Name = volume.Metadata.Name ?? "",
            IsBlock = volume.Spec.VolumeMode == "Block",
            ReadOnly = readOnly || source.ReadOnly == true,
            FsType = source.FsType ?? "",
            AccessMode = volume.Spec.AccessModes.Count > 0 ? volume.Spec.AccessModes[0] : "ReadWriteOnce",
            MountOptions = volume.Spec.MountOptions,
            Attributes = source.VolumeAttributes,
            CapacityBytes = volume.Spec.Capacity.TryGetValue("storage", out var size) ? size.Value : 0,
            StageSecret = source.NodeStageSecretRef,
            PublishSecret = source.NodePublishSecretRef,
            ExpandSecret = source.NodeExpandSecretRef,
        };
    }

    /// <summary>A volume of the pod's own specification.</summary>
    public static CsiVolume Of(Pod pod, string name, CSIVolumeSource source) => new()
    {
        Driver = source.Driver,
        Handle = "csi-" + Hash($"{pod.Metadata.Uid}{name}"),
        Name = name,
        IsInline = true,
        ReadOnly = source.ReadOnly == true,
        FsType = source.FsType ?? "",
        Attributes = source.VolumeAttributes,
        PublishSecret = source.NodePublishSecretRef is { Name: { Length: > 0 } secret } ? new SecretReference { Namespace = pod.Metadata.Namespace, Name = secret } : null,
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

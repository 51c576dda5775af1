using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Storage.V1;

namespace KubeSharp.Controllers.VolumeAttachments;

/// <summary>How a volume of a CSI driver on a node is called in the API. Pure. Kubelet and drivers find the attachment by this name.</summary>
public static class Attachments
{
    /// <summary>csi- and the hash of handle, driver and node, as upstream makes it.</summary>
    public static string NameOf(CSIPersistentVolumeSource source, string node) =>
        "csi-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.VolumeHandle + source.Driver + node)));

    /// <summary>The name under which a node lists the volume as attached or in use.</summary>
    public static string UniqueName(CSIPersistentVolumeSource source) => $"kubernetes.io/csi/{source.Driver}^{source.VolumeHandle}";

    /// <summary>The attachment of a volume to a node.</summary>
    public static VolumeAttachment Of(PersistentVolume volume, string node) => new()
    {
        Metadata = new ObjectMeta { Name = NameOf(volume.Spec.Csi!, node) },
        Spec = new VolumeAttachmentSpec { Attacher = volume.Spec.Csi!.Driver, NodeName = node, Source = new VolumeAttachmentSource { PersistentVolumeName = volume.Metadata.Name } },
    };
}

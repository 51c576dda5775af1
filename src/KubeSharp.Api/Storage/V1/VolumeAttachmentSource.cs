namespace KubeSharp.Api.Storage.V1;

/// <summary>VolumeAttachmentSource of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttachmentSource")]
public sealed partial record VolumeAttachmentSource : IApiRecord<VolumeAttachmentSource>
{
    [Field("persistentVolumeName", 1, KeepZero = true)]
    public string? PersistentVolumeName { get; init; }

    [Field("inlineVolumeSpec", 2)]
    public Core.V1.PersistentVolumeSpec? InlineVolumeSpec { get; init; }
}

namespace KubeSharp.Api.Storage.V1;

/// <summary>VolumeAttachment of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttachment")]
[Kind("storage.k8s.io", "v1", "VolumeAttachment", Plural = "volumeattachments", Singular = "volumeattachment", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://VolumeAttachment:get,patch,update")]
public sealed partial record VolumeAttachment : IApiObject<VolumeAttachment>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public VolumeAttachmentSpec Spec { get; init; } = VolumeAttachmentSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public VolumeAttachmentStatus Status { get; init; } = VolumeAttachmentStatus.Empty;
}

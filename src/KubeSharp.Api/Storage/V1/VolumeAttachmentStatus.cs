namespace KubeSharp.Api.Storage.V1;

/// <summary>VolumeAttachmentStatus of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttachmentStatus")]
public sealed partial record VolumeAttachmentStatus : IApiRecord<VolumeAttachmentStatus>
{
    [Field("attached", 1, Required = true, Default = "false")]
    public bool Attached { get; init; }

    [Field("attachmentMetadata", 2)]
    public ApiMap<string> AttachmentMetadata { get; init; } = ApiMap<string>.Empty;

    [Field("attachError", 3)]
    public VolumeError? AttachError { get; init; }

    [Field("detachError", 4)]
    public VolumeError? DetachError { get; init; }
}

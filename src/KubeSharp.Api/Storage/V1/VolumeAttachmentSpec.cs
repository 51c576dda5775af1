namespace KubeSharp.Api.Storage.V1;

/// <summary>VolumeAttachmentSpec of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttachmentSpec")]
public sealed partial record VolumeAttachmentSpec : IApiRecord<VolumeAttachmentSpec>
{
    [Field("attacher", 1, Required = true, Default = "\"\"")]
    public string Attacher { get; init; } = "";

    [Field("source", 2, Required = true, Default = "{}")]
    public VolumeAttachmentSource Source { get; init; } = VolumeAttachmentSource.Empty;

    [Field("nodeName", 3, Required = true, Default = "\"\"")]
    public string NodeName { get; init; } = "";
}

namespace KubeSharp.Api.Core.V1;

/// <summary>ImageVolumeStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ImageVolumeStatus")]
public sealed partial record ImageVolumeStatus : IApiRecord<ImageVolumeStatus>
{
    [Field("imageRef", 1, Required = true)]
    public string ImageRef { get; init; } = "";
}

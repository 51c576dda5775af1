namespace KubeSharp.Api.Core.V1;

/// <summary>VolumeStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.VolumeStatus")]
public sealed partial record VolumeStatus : IApiRecord<VolumeStatus>
{
    [Field("image", 1)]
    public ImageVolumeStatus? Image { get; init; }
}

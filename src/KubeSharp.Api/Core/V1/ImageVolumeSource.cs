namespace KubeSharp.Api.Core.V1;

/// <summary>ImageVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ImageVolumeSource")]
public sealed partial record ImageVolumeSource : IApiRecord<ImageVolumeSource>
{
    [Field("reference", 1)]
    public string? Reference { get; init; }

    [Field("pullPolicy", 2, Enum = "Always|IfNotPresent|Never")]
    public string? PullPolicy { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>EmptyDirVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EmptyDirVolumeSource")]
public sealed partial record EmptyDirVolumeSource : IApiRecord<EmptyDirVolumeSource>
{
    [Field("medium", 1)]
    public string? Medium { get; init; }

    [Field("sizeLimit", 2)]
    public Quantity? SizeLimit { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>VolumeResourceRequirements of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.VolumeResourceRequirements")]
public sealed partial record VolumeResourceRequirements : IApiRecord<VolumeResourceRequirements>
{
    [Field("limits", 1)]
    public ApiMap<Quantity> Limits { get; init; } = ApiMap<Quantity>.Empty;

    [Field("requests", 2)]
    public ApiMap<Quantity> Requests { get; init; } = ApiMap<Quantity>.Empty;
}

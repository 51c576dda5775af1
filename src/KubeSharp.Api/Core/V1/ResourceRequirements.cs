namespace KubeSharp.Api.Core.V1;

/// <summary>ResourceRequirements of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ResourceRequirements")]
public sealed partial record ResourceRequirements : IApiRecord<ResourceRequirements>
{
    [Field("limits", 1)]
    public ApiMap<Quantity> Limits { get; init; } = ApiMap<Quantity>.Empty;

    [Field("requests", 2)]
    public ApiMap<Quantity> Requests { get; init; } = ApiMap<Quantity>.Empty;

    [Field("claims", 3, List = "map", Keys = "name")]
    public ApiList<ResourceClaim> Claims { get; init; } = [];
}

namespace KubeSharp.Api.Resources.V1;

/// <summary>CapacityRequirements of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.CapacityRequirements")]
public sealed partial record CapacityRequirements : IApiRecord<CapacityRequirements>
{
    [Field("requests", 1)]
    public ApiMap<Quantity> Requests { get; init; } = ApiMap<Quantity>.Empty;
}

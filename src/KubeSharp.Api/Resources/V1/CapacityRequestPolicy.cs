namespace KubeSharp.Api.Resources.V1;

/// <summary>CapacityRequestPolicy of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.CapacityRequestPolicy")]
public sealed partial record CapacityRequestPolicy : IApiRecord<CapacityRequestPolicy>
{
    [Field("default", 1)]
    public Quantity? Default { get; init; }

    [Field("validValues", 3, List = "atomic")]
    public ApiList<Quantity> ValidValues { get; init; } = [];

    [Field("validRange", 4)]
    public CapacityRequestPolicyRange? ValidRange { get; init; }
}

namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>CapacityRequestPolicyRange of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.CapacityRequestPolicyRange")]
public sealed partial record CapacityRequestPolicyRange : IApiRecord<CapacityRequestPolicyRange>
{
    [Field("min", 1, Required = true)]
    public Quantity Min { get; init; }

    [Field("max", 2)]
    public Quantity? Max { get; init; }

    [Field("step", 3)]
    public Quantity? Step { get; init; }
}

namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>NodeAllocatableResourceMapping of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.NodeAllocatableResourceMapping")]
public sealed partial record NodeAllocatableResourceMapping : IApiRecord<NodeAllocatableResourceMapping>
{
    [Field("capacityKey", 1, KeepZero = true)]
    public string? CapacityKey { get; init; }

    [Field("allocationMultiplier", 2)]
    public Quantity? AllocationMultiplier { get; init; }
}

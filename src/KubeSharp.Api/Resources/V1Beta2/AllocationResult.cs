namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>AllocationResult of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.AllocationResult")]
public sealed partial record AllocationResult : IApiRecord<AllocationResult>
{
    [Field("devices", 1, Default = "{}")]
    public DeviceAllocationResult Devices { get; init; } = DeviceAllocationResult.Empty;

    [Field("nodeSelector", 3)]
    public Core.V1.NodeSelector? NodeSelector { get; init; }

    [Field("allocationTimestamp", 5)]
    public DateTimeOffset? AllocationTimestamp { get; init; }
}

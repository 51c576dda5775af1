namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>ResourceClaimStatus of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.ResourceClaimStatus")]
public sealed partial record ResourceClaimStatus : IApiRecord<ResourceClaimStatus>
{
    [Field("allocation", 1)]
    public AllocationResult? Allocation { get; init; }

    [Field("reservedFor", 2, List = "map", Keys = "uid", Patch = "merge", MergeKey = "uid")]
    public ApiList<ResourceClaimConsumerReference> ReservedFor { get; init; } = [];

    [Field("devices", 4, List = "map", Keys = "driver,device,pool,shareID")]
    public ApiList<AllocatedDeviceStatus> Devices { get; init; } = [];
}

namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>DeviceAllocationResult of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.DeviceAllocationResult")]
public sealed partial record DeviceAllocationResult : IApiRecord<DeviceAllocationResult>
{
    [Field("results", 1, List = "atomic")]
    public ApiList<DeviceRequestAllocationResult> Results { get; init; } = [];

    [Field("config", 2, List = "atomic")]
    public ApiList<DeviceAllocationConfiguration> Config { get; init; } = [];
}

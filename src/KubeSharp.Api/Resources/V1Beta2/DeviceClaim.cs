namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>DeviceClaim of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.DeviceClaim")]
public sealed partial record DeviceClaim : IApiRecord<DeviceClaim>
{
    [Field("requests", 1, List = "atomic", KeepZero = true)]
    public ApiList<DeviceRequest> Requests { get; init; } = [];

    [Field("constraints", 2, List = "atomic")]
    public ApiList<DeviceConstraint> Constraints { get; init; } = [];

    [Field("config", 3, List = "atomic")]
    public ApiList<DeviceClaimConfiguration> Config { get; init; } = [];
}

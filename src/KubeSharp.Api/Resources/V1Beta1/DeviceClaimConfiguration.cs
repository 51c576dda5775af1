namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>DeviceClaimConfiguration of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.DeviceClaimConfiguration")]
public sealed partial record DeviceClaimConfiguration : IApiRecord<DeviceClaimConfiguration>
{
    [Field("requests", 1, List = "atomic")]
    public ApiList<string> Requests { get; init; } = [];

    [Field("opaque", 0)]
    public OpaqueDeviceConfiguration? Opaque { get; init; }
}

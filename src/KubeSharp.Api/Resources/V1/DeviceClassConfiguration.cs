namespace KubeSharp.Api.Resources.V1;

/// <summary>DeviceClassConfiguration of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceClassConfiguration")]
public sealed partial record DeviceClassConfiguration : IApiRecord<DeviceClassConfiguration>
{
    [Field("opaque", 0)]
    public OpaqueDeviceConfiguration? Opaque { get; init; }
}

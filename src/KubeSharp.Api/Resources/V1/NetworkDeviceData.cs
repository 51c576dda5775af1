namespace KubeSharp.Api.Resources.V1;

/// <summary>NetworkDeviceData of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.NetworkDeviceData")]
public sealed partial record NetworkDeviceData : IApiRecord<NetworkDeviceData>
{
    [Field("interfaceName", 1)]
    public string? InterfaceName { get; init; }

    [Field("ips", 2, List = "atomic")]
    public ApiList<string> Ips { get; init; } = [];

    [Field("hardwareAddress", 3)]
    public string? HardwareAddress { get; init; }
}

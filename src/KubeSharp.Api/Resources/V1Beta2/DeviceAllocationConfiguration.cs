namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>DeviceAllocationConfiguration of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.DeviceAllocationConfiguration")]
public sealed partial record DeviceAllocationConfiguration : IApiRecord<DeviceAllocationConfiguration>
{
    [Field("source", 1, Required = true, Default = "\"\"")]
    public string Source { get; init; } = "";

    [Field("requests", 2, List = "atomic")]
    public ApiList<string> Requests { get; init; } = [];

    [Field("opaque", 0)]
    public OpaqueDeviceConfiguration? Opaque { get; init; }
}

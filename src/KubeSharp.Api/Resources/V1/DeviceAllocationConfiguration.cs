namespace KubeSharp.Api.Resources.V1;

/// <summary>DeviceAllocationConfiguration of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceAllocationConfiguration")]
public sealed partial record DeviceAllocationConfiguration : IApiRecord<DeviceAllocationConfiguration>
{
    [Field("source", 1, Required = true, Default = "\"\"", Enum = "FromClaim|FromClass")]
    public string Source { get; init; } = "";

    [Field("requests", 2, List = "atomic")]
    public ApiList<string> Requests { get; init; } = [];

    [Field("opaque", 0)]
    public OpaqueDeviceConfiguration? Opaque { get; init; }
}

namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>DeviceSubRequest of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.DeviceSubRequest")]
public sealed partial record DeviceSubRequest : IApiRecord<DeviceSubRequest>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("deviceClassName", 2, Required = true, Default = "\"\"")]
    public string DeviceClassName { get; init; } = "";

    [Field("selectors", 3, List = "atomic")]
    public ApiList<DeviceSelector> Selectors { get; init; } = [];

    [Field("allocationMode", 4)]
    public string? AllocationMode { get; init; }

    [Field("count", 5)]
    public long? Count { get; init; }

    [Field("tolerations", 6, List = "atomic")]
    public ApiList<DeviceToleration> Tolerations { get; init; } = [];

    [Field("capacity", 7)]
    public CapacityRequirements? Capacity { get; init; }
}

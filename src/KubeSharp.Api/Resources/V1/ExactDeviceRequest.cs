namespace KubeSharp.Api.Resources.V1;

/// <summary>ExactDeviceRequest of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.ExactDeviceRequest")]
public sealed partial record ExactDeviceRequest : IApiRecord<ExactDeviceRequest>
{
    [Field("deviceClassName", 1, Required = true, Default = "\"\"")]
    public string DeviceClassName { get; init; } = "";

    [Field("selectors", 2, List = "atomic")]
    public ApiList<DeviceSelector> Selectors { get; init; } = [];

    [Field("allocationMode", 3, Enum = "All|ExactCount")]
    public string? AllocationMode { get; init; }

    [Field("count", 4)]
    public long? Count { get; init; }

    [Field("adminAccess", 5, KeepZero = true)]
    public bool? AdminAccess { get; init; }

    [Field("tolerations", 6, List = "atomic")]
    public ApiList<DeviceToleration> Tolerations { get; init; } = [];

    [Field("capacity", 7)]
    public CapacityRequirements? Capacity { get; init; }
}

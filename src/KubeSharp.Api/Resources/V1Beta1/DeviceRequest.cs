namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>DeviceRequest of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.DeviceRequest")]
public sealed partial record DeviceRequest : IApiRecord<DeviceRequest>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("deviceClassName", 2, Default = "\"\"")]
    public string? DeviceClassName { get; init; }

    [Field("selectors", 3, List = "atomic")]
    public ApiList<DeviceSelector> Selectors { get; init; } = [];

    [Field("allocationMode", 4)]
    public string? AllocationMode { get; init; }

    [Field("count", 5)]
    public long? Count { get; init; }

    [Field("adminAccess", 6, KeepZero = true)]
    public bool? AdminAccess { get; init; }

    [Field("firstAvailable", 7, List = "atomic")]
    public ApiList<DeviceSubRequest> FirstAvailable { get; init; } = [];

    [Field("tolerations", 8, List = "atomic")]
    public ApiList<DeviceToleration> Tolerations { get; init; } = [];

    [Field("capacity", 9)]
    public CapacityRequirements? Capacity { get; init; }
}

namespace KubeSharp.Api.Resources.V1;

/// <summary>DeviceRequestAllocationResult of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceRequestAllocationResult")]
public sealed partial record DeviceRequestAllocationResult : IApiRecord<DeviceRequestAllocationResult>
{
    [Field("request", 1, Required = true, Default = "\"\"")]
    public string Request { get; init; } = "";

    [Field("driver", 2, Required = true, Default = "\"\"")]
    public string Driver { get; init; } = "";

    [Field("pool", 3, Required = true, Default = "\"\"")]
    public string Pool { get; init; } = "";

    [Field("device", 4, Required = true, Default = "\"\"")]
    public string Device { get; init; } = "";

    [Field("adminAccess", 5, KeepZero = true)]
    public bool? AdminAccess { get; init; }

    [Field("tolerations", 6, List = "atomic")]
    public ApiList<DeviceToleration> Tolerations { get; init; } = [];

    [Field("bindingConditions", 7, List = "atomic")]
    public ApiList<string> BindingConditions { get; init; } = [];

    [Field("bindingFailureConditions", 8, List = "atomic")]
    public ApiList<string> BindingFailureConditions { get; init; } = [];

    [Field("shareID", 9, KeepZero = true)]
    public string? ShareID { get; init; }

    [Field("consumedCapacity", 10)]
    public ApiMap<Quantity> ConsumedCapacity { get; init; } = ApiMap<Quantity>.Empty;
}

namespace KubeSharp.Api.Resources.V1;

/// <summary>Device of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.Device")]
public sealed partial record Device : IApiRecord<Device>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("attributes", 2)]
    public ApiMap<DeviceAttribute> Attributes { get; init; } = ApiMap<DeviceAttribute>.Empty;

    [Field("capacity", 3)]
    public ApiMap<DeviceCapacity> Capacity { get; init; } = ApiMap<DeviceCapacity>.Empty;

    [Field("consumesCounters", 4, List = "atomic")]
    public ApiList<DeviceCounterConsumption> ConsumesCounters { get; init; } = [];

    [Field("nodeName", 5, KeepZero = true)]
    public string? NodeName { get; init; }

    [Field("nodeSelector", 6)]
    public Core.V1.NodeSelector? NodeSelector { get; init; }

    [Field("allNodes", 7, KeepZero = true)]
    public bool? AllNodes { get; init; }

    [Field("taints", 8, List = "atomic")]
    public ApiList<DeviceTaint> Taints { get; init; } = [];

    [Field("bindsToNode", 9, KeepZero = true)]
    public bool? BindsToNode { get; init; }

    [Field("bindingConditions", 10, List = "atomic")]
    public ApiList<string> BindingConditions { get; init; } = [];

    [Field("bindingFailureConditions", 11, List = "atomic")]
    public ApiList<string> BindingFailureConditions { get; init; } = [];

    [Field("allowMultipleAllocations", 12, KeepZero = true)]
    public bool? AllowMultipleAllocations { get; init; }

    [Field("nodeAllocatableResourceMappings", 13)]
    public ApiMap<NodeAllocatableResourceMapping> NodeAllocatableResourceMappings { get; init; } = ApiMap<NodeAllocatableResourceMapping>.Empty;
}

namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>BasicDevice of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.BasicDevice")]
public sealed partial record BasicDevice : IApiRecord<BasicDevice>
{
    [Field("attributes", 1)]
    public ApiMap<DeviceAttribute> Attributes { get; init; } = ApiMap<DeviceAttribute>.Empty;

    [Field("capacity", 2)]
    public ApiMap<DeviceCapacity> Capacity { get; init; } = ApiMap<DeviceCapacity>.Empty;

    [Field("consumesCounters", 3, List = "atomic")]
    public ApiList<DeviceCounterConsumption> ConsumesCounters { get; init; } = [];

    [Field("nodeName", 4, KeepZero = true)]
    public string? NodeName { get; init; }

    [Field("nodeSelector", 5)]
    public Core.V1.NodeSelector? NodeSelector { get; init; }

    [Field("allNodes", 6, KeepZero = true)]
    public bool? AllNodes { get; init; }

    [Field("taints", 7, List = "atomic")]
    public ApiList<DeviceTaint> Taints { get; init; } = [];

    [Field("bindsToNode", 8, KeepZero = true)]
    public bool? BindsToNode { get; init; }

    [Field("bindingConditions", 9, List = "atomic")]
    public ApiList<string> BindingConditions { get; init; } = [];

    [Field("bindingFailureConditions", 10, List = "atomic")]
    public ApiList<string> BindingFailureConditions { get; init; } = [];

    [Field("allowMultipleAllocations", 11, KeepZero = true)]
    public bool? AllowMultipleAllocations { get; init; }

    [Field("nodeAllocatableResourceMappings", 12)]
    public ApiMap<NodeAllocatableResourceMapping> NodeAllocatableResourceMappings { get; init; } = ApiMap<NodeAllocatableResourceMapping>.Empty;
}

namespace KubeSharp.Api.Resources.V1;

/// <summary>ResourceSliceSpec of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceSliceSpec")]
public sealed partial record ResourceSliceSpec : IApiRecord<ResourceSliceSpec>
{
    [Field("driver", 1, Required = true, Default = "\"\"")]
    public string Driver { get; init; } = "";

    [Field("pool", 2, Required = true, Default = "{}")]
    public ResourcePool Pool { get; init; } = ResourcePool.Empty;

    [Field("nodeName", 3, KeepZero = true)]
    public string? NodeName { get; init; }

    [Field("nodeSelector", 4)]
    public Core.V1.NodeSelector? NodeSelector { get; init; }

    [Field("allNodes", 5, KeepZero = true)]
    public bool? AllNodes { get; init; }

    [Field("devices", 6, List = "atomic")]
    public ApiList<Device> Devices { get; init; } = [];

    [Field("perDeviceNodeSelection", 7, KeepZero = true)]
    public bool? PerDeviceNodeSelection { get; init; }

    [Field("sharedCounters", 8, List = "atomic")]
    public ApiList<CounterSet> SharedCounters { get; init; } = [];
}

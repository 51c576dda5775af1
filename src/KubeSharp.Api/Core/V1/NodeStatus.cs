namespace KubeSharp.Api.Core.V1;

/// <summary>NodeStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeStatus")]
public sealed partial record NodeStatus : IApiRecord<NodeStatus>
{
    [Field("capacity", 1)]
    public ApiMap<Quantity> Capacity { get; init; } = ApiMap<Quantity>.Empty;

    [Field("allocatable", 2)]
    public ApiMap<Quantity> Allocatable { get; init; } = ApiMap<Quantity>.Empty;

    [Field("phase", 3, Enum = "Pending|Running|Terminated")]
    public string? Phase { get; init; }

    [Field("conditions", 4, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<NodeCondition> Conditions { get; init; } = [];

    [Field("addresses", 5, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<NodeAddress> Addresses { get; init; } = [];

    [Field("daemonEndpoints", 6, Default = "{}")]
    public NodeDaemonEndpoints DaemonEndpoints { get; init; } = NodeDaemonEndpoints.Empty;

    [Field("nodeInfo", 7, Default = "{}")]
    public NodeSystemInfo NodeInfo { get; init; } = NodeSystemInfo.Empty;

    [Field("images", 8, List = "atomic")]
    public ApiList<ContainerImage> Images { get; init; } = [];

    [Field("volumesInUse", 9, List = "atomic")]
    public ApiList<string> VolumesInUse { get; init; } = [];

    [Field("volumesAttached", 10, List = "atomic")]
    public ApiList<AttachedVolume> VolumesAttached { get; init; } = [];

    [Field("config", 11)]
    public NodeConfigStatus? Config { get; init; }

    [Field("runtimeHandlers", 12, List = "atomic")]
    public ApiList<NodeRuntimeHandler> RuntimeHandlers { get; init; } = [];

    [Field("features", 13)]
    public NodeFeatures? Features { get; init; }

    [Field("declaredFeatures", 14, List = "atomic")]
    public ApiList<string> DeclaredFeatures { get; init; } = [];
}

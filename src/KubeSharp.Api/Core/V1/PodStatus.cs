namespace KubeSharp.Api.Core.V1;

/// <summary>PodStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodStatus")]
public sealed partial record PodStatus : IApiRecord<PodStatus>
{
    [Field("observedGeneration", 17)]
    public long? ObservedGeneration { get; init; }

    [Field("phase", 1, Enum = "Failed|Pending|Running|Succeeded|Unknown")]
    public string? Phase { get; init; }

    [Field("conditions", 2, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<PodCondition> Conditions { get; init; } = [];

    [Field("message", 3)]
    public string? Message { get; init; }

    [Field("reason", 4)]
    public string? Reason { get; init; }

    [Field("nominatedNodeName", 11)]
    public string? NominatedNodeName { get; init; }

    [Field("hostIP", 5)]
    public string? HostIP { get; init; }

    [Field("hostIPs", 16, List = "atomic", Patch = "merge", MergeKey = "ip")]
    public ApiList<HostIP> HostIPs { get; init; } = [];

    [Field("podIP", 6)]
    public string? PodIP { get; init; }

    [Field("podIPs", 12, List = "map", Keys = "ip", Patch = "merge", MergeKey = "ip")]
    public ApiList<PodIP> PodIPs { get; init; } = [];

    [Field("startTime", 7)]
    public DateTimeOffset? StartTime { get; init; }

    [Field("initContainerStatuses", 10, List = "atomic")]
    public ApiList<ContainerStatus> InitContainerStatuses { get; init; } = [];

    [Field("containerStatuses", 8, List = "atomic")]
    public ApiList<ContainerStatus> ContainerStatuses { get; init; } = [];

    [Field("qosClass", 9, Enum = "BestEffort|Burstable|Guaranteed")]
    public string? QosClass { get; init; }

    [Field("ephemeralContainerStatuses", 13, List = "atomic")]
    public ApiList<ContainerStatus> EphemeralContainerStatuses { get; init; } = [];

    [Field("resize", 14)]
    public string? Resize { get; init; }

    [Field("resourceClaimStatuses", 15, List = "map", Keys = "name", Patch = "merge,retainKeys", MergeKey = "name")]
    public ApiList<PodResourceClaimStatus> ResourceClaimStatuses { get; init; } = [];

    [Field("extendedResourceClaimStatus", 18)]
    public PodExtendedResourceClaimStatus? ExtendedResourceClaimStatus { get; init; }

    [Field("allocatedResources", 19)]
    public ApiMap<Quantity> AllocatedResources { get; init; } = ApiMap<Quantity>.Empty;

    [Field("resources", 20)]
    public ResourceRequirements? Resources { get; init; }

    [Field("nodeAllocatableResourceClaimStatuses", 21, List = "atomic")]
    public ApiList<NodeAllocatableResourceClaimStatus> NodeAllocatableResourceClaimStatuses { get; init; } = [];
}

namespace KubeSharp.Api.Core.V1;

/// <summary>PersistentVolumeClaimStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimStatus")]
public sealed partial record PersistentVolumeClaimStatus : IApiRecord<PersistentVolumeClaimStatus>
{
    [Field("phase", 1, Enum = "Bound|Lost|Pending")]
    public string? Phase { get; init; }

    [Field("accessModes", 2, List = "atomic")]
    public ApiList<string> AccessModes { get; init; } = [];

    [Field("capacity", 3)]
    public ApiMap<Quantity> Capacity { get; init; } = ApiMap<Quantity>.Empty;

    [Field("conditions", 4, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<PersistentVolumeClaimCondition> Conditions { get; init; } = [];

    [Field("allocatedResources", 5)]
    public ApiMap<Quantity> AllocatedResources { get; init; } = ApiMap<Quantity>.Empty;

    [Field("allocatedResourceStatuses", 7, Map = "granular")]
    public ApiMap<string> AllocatedResourceStatuses { get; init; } = ApiMap<string>.Empty;

    [Field("currentVolumeAttributesClassName", 8, KeepZero = true)]
    public string? CurrentVolumeAttributesClassName { get; init; }

    [Field("modifyVolumeStatus", 9)]
    public ModifyVolumeStatus? ModifyVolumeStatus { get; init; }
}

namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>PodGroupStatus of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupStatus")]
public sealed partial record PodGroupStatus : IApiRecord<PodGroupStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];

    [Field("resourceClaimStatuses", 2, List = "map", Keys = "name", Patch = "merge,retainKeys", MergeKey = "name")]
    public ApiList<PodGroupResourceClaimStatus> ResourceClaimStatuses { get; init; } = [];
}

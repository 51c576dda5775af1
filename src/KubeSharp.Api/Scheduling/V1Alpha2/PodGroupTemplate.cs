namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>PodGroupTemplate of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupTemplate")]
public sealed partial record PodGroupTemplate : IApiRecord<PodGroupTemplate>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("schedulingPolicy", 2, Required = true, Default = "{}")]
    public PodGroupSchedulingPolicy SchedulingPolicy { get; init; } = PodGroupSchedulingPolicy.Empty;

    [Field("schedulingConstraints", 3)]
    public PodGroupSchedulingConstraints? SchedulingConstraints { get; init; }

    [Field("resourceClaims", 4, List = "map", Keys = "name", Patch = "merge,retainKeys", MergeKey = "name")]
    public ApiList<PodGroupResourceClaim> ResourceClaims { get; init; } = [];

    [Field("disruptionMode", 5, KeepZero = true)]
    public string? DisruptionMode { get; init; }

    [Field("priorityClassName", 6)]
    public string? PriorityClassName { get; init; }

    [Field("priority", 7, KeepZero = true)]
    public int? Priority { get; init; }
}

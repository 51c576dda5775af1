namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>PodGroupSpec of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupSpec")]
public sealed partial record PodGroupSpec : IApiRecord<PodGroupSpec>
{
    [Field("podGroupTemplateRef", 1)]
    public PodGroupTemplateReference? PodGroupTemplateRef { get; init; }

    [Field("schedulingPolicy", 2, Required = true, Default = "{}")]
    public PodGroupSchedulingPolicy SchedulingPolicy { get; init; } = PodGroupSchedulingPolicy.Empty;

    [Field("schedulingConstraints", 3)]
    public PodGroupSchedulingConstraints? SchedulingConstraints { get; init; }

    [Field("resourceClaims", 4, List = "map", Keys = "name", Patch = "merge,retainKeys", MergeKey = "name")]
    public ApiList<PodGroupResourceClaim> ResourceClaims { get; init; } = [];

    [Field("disruptionMode", 5, Default = "\"Pod\"", KeepZero = true)]
    public string? DisruptionMode { get; init; }

    [Field("priorityClassName", 6)]
    public string? PriorityClassName { get; init; }

    [Field("priority", 7, KeepZero = true)]
    public int? Priority { get; init; }
}

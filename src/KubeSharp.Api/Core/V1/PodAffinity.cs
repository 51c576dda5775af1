namespace KubeSharp.Api.Core.V1;

/// <summary>PodAffinity of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodAffinity")]
public sealed partial record PodAffinity : IApiRecord<PodAffinity>
{
    [Field("requiredDuringSchedulingIgnoredDuringExecution", 1, List = "atomic")]
    public ApiList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init; } = [];

    [Field("preferredDuringSchedulingIgnoredDuringExecution", 2, List = "atomic")]
    public ApiList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init; } = [];
}

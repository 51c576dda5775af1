namespace KubeSharp.Api.Core.V1;

/// <summary>PodAntiAffinity of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodAntiAffinity")]
public sealed partial record PodAntiAffinity : IApiRecord<PodAntiAffinity>
{
    [Field("requiredDuringSchedulingIgnoredDuringExecution", 1, List = "atomic")]
    public ApiList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init; } = [];

    [Field("preferredDuringSchedulingIgnoredDuringExecution", 2, List = "atomic")]
    public ApiList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init; } = [];
}

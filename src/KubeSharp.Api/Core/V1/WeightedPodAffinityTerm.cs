namespace KubeSharp.Api.Core.V1;

/// <summary>WeightedPodAffinityTerm of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.WeightedPodAffinityTerm")]
public sealed partial record WeightedPodAffinityTerm : IApiRecord<WeightedPodAffinityTerm>
{
    [Field("weight", 1, Required = true, Default = "0")]
    public int Weight { get; init; }

    [Field("podAffinityTerm", 2, Required = true, Default = "{}")]
    public PodAffinityTerm PodAffinityTerm { get; init; } = PodAffinityTerm.Empty;
}

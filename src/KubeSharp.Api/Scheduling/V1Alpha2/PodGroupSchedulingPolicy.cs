namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>PodGroupSchedulingPolicy of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingPolicy")]
public sealed partial record PodGroupSchedulingPolicy : IApiRecord<PodGroupSchedulingPolicy>
{
    [Field("basic", 1)]
    public BasicSchedulingPolicy? Basic { get; init; }

    [Field("gang", 2)]
    public GangSchedulingPolicy? Gang { get; init; }
}

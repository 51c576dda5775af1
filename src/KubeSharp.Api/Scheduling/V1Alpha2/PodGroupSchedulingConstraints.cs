namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>PodGroupSchedulingConstraints of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingConstraints")]
public sealed partial record PodGroupSchedulingConstraints : IApiRecord<PodGroupSchedulingConstraints>
{
    [Field("topology", 1, List = "atomic")]
    public ApiList<TopologyConstraint> Topology { get; init; } = [];
}

namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>Workload of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.Workload")]
[Kind("scheduling.k8s.io", "v1alpha2", "Workload")]
public sealed partial record Workload : IApiObject<Workload>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public WorkloadSpec Spec { get; init; } = WorkloadSpec.Empty;
}

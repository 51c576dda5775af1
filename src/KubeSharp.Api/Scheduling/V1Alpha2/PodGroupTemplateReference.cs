namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>PodGroupTemplateReference of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupTemplateReference")]
public sealed partial record PodGroupTemplateReference : IApiRecord<PodGroupTemplateReference>
{
    [Field("workload", 1)]
    public WorkloadPodGroupTemplateReference? Workload { get; init; }
}

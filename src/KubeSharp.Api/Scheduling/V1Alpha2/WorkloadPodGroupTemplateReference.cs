namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>WorkloadPodGroupTemplateReference of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.WorkloadPodGroupTemplateReference")]
public sealed partial record WorkloadPodGroupTemplateReference : IApiRecord<WorkloadPodGroupTemplateReference>
{
    [Field("workloadName", 1, Required = true, Default = "\"\"")]
    public string WorkloadName { get; init; } = "";

    [Field("podGroupTemplateName", 2, Required = true, Default = "\"\"")]
    public string PodGroupTemplateName { get; init; } = "";
}

namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>WorkloadSpec of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.WorkloadSpec")]
public sealed partial record WorkloadSpec : IApiRecord<WorkloadSpec>
{
    [Field("controllerRef", 1)]
    public TypedLocalObjectReference? ControllerRef { get; init; }

    [Field("podGroupTemplates", 2, Required = true, List = "map", Keys = "name")]
    public ApiList<PodGroupTemplate> PodGroupTemplates { get; init; } = [];
}

namespace KubeSharp.Api.Core.V1;

/// <summary>PodReadinessGate of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodReadinessGate")]
public sealed partial record PodReadinessGate : IApiRecord<PodReadinessGate>
{
    [Field("conditionType", 1, Required = true, Default = "\"\"")]
    public string ConditionType { get; init; } = "";
}

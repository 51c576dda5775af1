namespace KubeSharp.Api.Policy.V1;

/// <summary>PodDisruptionBudgetSpec of policy/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.policy.v1.PodDisruptionBudgetSpec")]
public sealed partial record PodDisruptionBudgetSpec : IApiRecord<PodDisruptionBudgetSpec>
{
    [Field("minAvailable", 1)]
    public IntOrString? MinAvailable { get; init; }

    [Field("selector", 2, Patch = "replace")]
    public Meta.V1.LabelSelector? Selector { get; init; }

    [Field("maxUnavailable", 3)]
    public IntOrString? MaxUnavailable { get; init; }

    [Field("unhealthyPodEvictionPolicy", 4, Enum = "AlwaysAllow|IfHealthyBudget", KeepZero = true)]
    public string? UnhealthyPodEvictionPolicy { get; init; }
}

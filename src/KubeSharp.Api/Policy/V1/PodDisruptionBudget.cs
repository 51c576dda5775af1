namespace KubeSharp.Api.Policy.V1;

/// <summary>PodDisruptionBudget of policy/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.policy.v1.PodDisruptionBudget")]
[Kind("policy", "v1", "PodDisruptionBudget", Plural = "poddisruptionbudgets", Singular = "poddisruptionbudget", Namespaced = true, ShortNames = "pdb", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://PodDisruptionBudget:get,patch,update")]
public sealed partial record PodDisruptionBudget : IApiObject<PodDisruptionBudget>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public PodDisruptionBudgetSpec Spec { get; init; } = PodDisruptionBudgetSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public PodDisruptionBudgetStatus Status { get; init; } = PodDisruptionBudgetStatus.Empty;
}

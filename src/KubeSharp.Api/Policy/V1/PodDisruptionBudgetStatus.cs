namespace KubeSharp.Api.Policy.V1;

/// <summary>PodDisruptionBudgetStatus of policy/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.policy.v1.PodDisruptionBudgetStatus")]
public sealed partial record PodDisruptionBudgetStatus : IApiRecord<PodDisruptionBudgetStatus>
{
    [Field("observedGeneration", 1)]
    public long? ObservedGeneration { get; init; }

    [Field("disruptedPods", 2)]
    public ApiMap<DateTimeOffset> DisruptedPods { get; init; } = ApiMap<DateTimeOffset>.Empty;

    [Field("disruptionsAllowed", 3, Default = "0")]
    public int? DisruptionsAllowed { get; init; }

    [Field("currentHealthy", 4, Default = "0")]
    public int? CurrentHealthy { get; init; }

    [Field("desiredHealthy", 5, Default = "0")]
    public int? DesiredHealthy { get; init; }

    [Field("expectedPods", 6, Default = "0")]
    public int? ExpectedPods { get; init; }

    [Field("conditions", 7, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];
}

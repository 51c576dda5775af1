namespace KubeSharp.Api.Batch.V1;

/// <summary>PodFailurePolicyOnPodConditionsPattern of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern")]
public sealed partial record PodFailurePolicyOnPodConditionsPattern : IApiRecord<PodFailurePolicyOnPodConditionsPattern>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 2, Default = "\"\"")]
    public string? Status { get; init; }
}

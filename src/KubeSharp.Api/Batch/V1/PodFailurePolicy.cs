namespace KubeSharp.Api.Batch.V1;

/// <summary>PodFailurePolicy of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.PodFailurePolicy")]
public sealed partial record PodFailurePolicy : IApiRecord<PodFailurePolicy>
{
    [Field("rules", 1, Required = true, List = "atomic")]
    public ApiList<PodFailurePolicyRule> Rules { get; init; } = [];
}

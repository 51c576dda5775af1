namespace KubeSharp.Api.Batch.V1;

/// <summary>SuccessPolicy of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.SuccessPolicy")]
public sealed partial record SuccessPolicy : IApiRecord<SuccessPolicy>
{
    [Field("rules", 1, Required = true, List = "atomic")]
    public ApiList<SuccessPolicyRule> Rules { get; init; } = [];
}

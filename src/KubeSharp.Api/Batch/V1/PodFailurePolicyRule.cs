namespace KubeSharp.Api.Batch.V1;

/// <summary>PodFailurePolicyRule of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.PodFailurePolicyRule")]
public sealed partial record PodFailurePolicyRule : IApiRecord<PodFailurePolicyRule>
{
    [Field("action", 1, Required = true, Default = "\"\"", Enum = "Count|FailIndex|FailJob|Ignore")]
    public string Action { get; init; } = "";

    [Field("onExitCodes", 2)]
    public PodFailurePolicyOnExitCodesRequirement? OnExitCodes { get; init; }

    [Field("onPodConditions", 3, List = "atomic")]
    public ApiList<PodFailurePolicyOnPodConditionsPattern> OnPodConditions { get; init; } = [];
}

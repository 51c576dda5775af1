namespace KubeSharp.Api.Batch.V1;

/// <summary>PodFailurePolicyOnExitCodesRequirement of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement")]
public sealed partial record PodFailurePolicyOnExitCodesRequirement : IApiRecord<PodFailurePolicyOnExitCodesRequirement>
{
    [Field("containerName", 1, KeepZero = true)]
    public string? ContainerName { get; init; }

    [Field("operator", 2, Required = true, Default = "\"\"", Enum = "In|NotIn")]
    public string Operator { get; init; } = "";

    [Field("values", 3, Required = true, List = "set")]
    public ApiList<int> Values { get; init; } = [];
}

namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerRestartRuleOnExitCodes of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes")]
public sealed partial record ContainerRestartRuleOnExitCodes : IApiRecord<ContainerRestartRuleOnExitCodes>
{
    [Field("operator", 1, Required = true)]
    public string Operator { get; init; } = "";

    [Field("values", 2, List = "set")]
    public ApiList<int> Values { get; init; } = [];
}

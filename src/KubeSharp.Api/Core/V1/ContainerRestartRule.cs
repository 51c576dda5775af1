namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerRestartRule of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerRestartRule")]
public sealed partial record ContainerRestartRule : IApiRecord<ContainerRestartRule>
{
    [Field("action", 1, Required = true)]
    public string Action { get; init; } = "";

    [Field("exitCodes", 2)]
    public ContainerRestartRuleOnExitCodes? ExitCodes { get; init; }
}

namespace KubeSharp.Api.FlowControl.V1;

/// <summary>PriorityLevelConfigurationSpec of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec")]
public sealed partial record PriorityLevelConfigurationSpec : IApiRecord<PriorityLevelConfigurationSpec>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("limited", 2)]
    public LimitedPriorityLevelConfiguration? Limited { get; init; }

    [Field("exempt", 3)]
    public ExemptPriorityLevelConfiguration? Exempt { get; init; }
}

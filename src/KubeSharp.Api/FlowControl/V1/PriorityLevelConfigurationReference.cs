namespace KubeSharp.Api.FlowControl.V1;

/// <summary>PriorityLevelConfigurationReference of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference")]
public sealed partial record PriorityLevelConfigurationReference : IApiRecord<PriorityLevelConfigurationReference>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";
}

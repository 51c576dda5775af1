namespace KubeSharp.Api.FlowControl.V1;

/// <summary>PriorityLevelConfigurationStatus of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus")]
public sealed partial record PriorityLevelConfigurationStatus : IApiRecord<PriorityLevelConfigurationStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<PriorityLevelConfigurationCondition> Conditions { get; init; } = [];
}

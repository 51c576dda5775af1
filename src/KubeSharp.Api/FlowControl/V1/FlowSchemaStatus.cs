namespace KubeSharp.Api.FlowControl.V1;

/// <summary>FlowSchemaStatus of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaStatus")]
public sealed partial record FlowSchemaStatus : IApiRecord<FlowSchemaStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<FlowSchemaCondition> Conditions { get; init; } = [];
}

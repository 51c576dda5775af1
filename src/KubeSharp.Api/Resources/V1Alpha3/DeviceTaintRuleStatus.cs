namespace KubeSharp.Api.Resources.V1Alpha3;

/// <summary>DeviceTaintRuleStatus of resources/v1alpha3; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1alpha3.DeviceTaintRuleStatus")]
public sealed partial record DeviceTaintRuleStatus : IApiRecord<DeviceTaintRuleStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];
}

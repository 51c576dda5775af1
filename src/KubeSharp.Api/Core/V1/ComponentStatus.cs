namespace KubeSharp.Api.Core.V1;

/// <summary>ComponentStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ComponentStatus")]
[Kind("", "v1", "ComponentStatus", Plural = "componentstatuses", Singular = "componentstatus", ShortNames = "cs", Verbs = "get list")]
public sealed partial record ComponentStatus : IApiObject<ComponentStatus>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("conditions", 2, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<ComponentCondition> Conditions { get; init; } = [];
}

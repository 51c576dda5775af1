namespace KubeSharp.Api.Core.V1;

/// <summary>NamespaceStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NamespaceStatus")]
public sealed partial record NamespaceStatus : IApiRecord<NamespaceStatus>
{
    [Field("phase", 1, Enum = "Active|Terminating")]
    public string? Phase { get; init; }

    [Field("conditions", 2, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<NamespaceCondition> Conditions { get; init; } = [];
}

namespace KubeSharp.Api.Core.V1;

/// <summary>ScopeSelector of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ScopeSelector", Atomic = true)]
public sealed partial record ScopeSelector : IApiRecord<ScopeSelector>
{
    [Field("matchExpressions", 1, List = "atomic")]
    public ApiList<ScopedResourceSelectorRequirement> MatchExpressions { get; init; } = [];
}

namespace KubeSharp.Api.Core.V1;

/// <summary>ResourceQuotaSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ResourceQuotaSpec")]
public sealed partial record ResourceQuotaSpec : IApiRecord<ResourceQuotaSpec>
{
    [Field("hard", 1)]
    public ApiMap<Quantity> Hard { get; init; } = ApiMap<Quantity>.Empty;

    [Field("scopes", 2, List = "atomic")]
    public ApiList<string> Scopes { get; init; } = [];

    [Field("scopeSelector", 3)]
    public ScopeSelector? ScopeSelector { get; init; }
}

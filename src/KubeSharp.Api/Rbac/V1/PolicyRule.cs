namespace KubeSharp.Api.Rbac.V1;

/// <summary>PolicyRule of rbac/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.rbac.v1.PolicyRule")]
public sealed partial record PolicyRule : IApiRecord<PolicyRule>
{
    [Field("verbs", 1, Required = true, List = "atomic")]
    public ApiList<string> Verbs { get; init; } = [];

    [Field("apiGroups", 2, List = "atomic")]
    public ApiList<string> ApiGroups { get; init; } = [];

    [Field("resources", 3, List = "atomic")]
    public ApiList<string> Resources { get; init; } = [];

    [Field("resourceNames", 4, List = "atomic")]
    public ApiList<string> ResourceNames { get; init; } = [];

    [Field("nonResourceURLs", 5, List = "atomic")]
    public ApiList<string> NonResourceURLs { get; init; } = [];
}

namespace KubeSharp.Api.Authorization.V1;

/// <summary>ResourceRule of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.ResourceRule")]
public sealed partial record ResourceRule : IApiRecord<ResourceRule>
{
    [Field("verbs", 1, Required = true, List = "atomic")]
    public ApiList<string> Verbs { get; init; } = [];

    [Field("apiGroups", 2, List = "atomic")]
    public ApiList<string> ApiGroups { get; init; } = [];

    [Field("resources", 3, List = "atomic")]
    public ApiList<string> Resources { get; init; } = [];

    [Field("resourceNames", 4, List = "atomic")]
    public ApiList<string> ResourceNames { get; init; } = [];
}

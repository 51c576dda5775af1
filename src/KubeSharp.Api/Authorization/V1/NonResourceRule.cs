namespace KubeSharp.Api.Authorization.V1;

/// <summary>NonResourceRule of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.NonResourceRule")]
public sealed partial record NonResourceRule : IApiRecord<NonResourceRule>
{
    [Field("verbs", 1, Required = true, List = "atomic")]
    public ApiList<string> Verbs { get; init; } = [];

    [Field("nonResourceURLs", 2, List = "atomic")]
    public ApiList<string> NonResourceURLs { get; init; } = [];
}

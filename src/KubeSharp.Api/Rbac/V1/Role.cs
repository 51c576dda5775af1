namespace KubeSharp.Api.Rbac.V1;

/// <summary>Role of rbac/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.rbac.v1.Role")]
[Kind("rbac.authorization.k8s.io", "v1", "Role", Plural = "roles", Singular = "role", Namespaced = true, Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record Role : IApiObject<Role>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("rules", 2, List = "atomic", KeepZero = true)]
    public ApiList<PolicyRule> Rules { get; init; } = [];
}

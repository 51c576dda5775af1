namespace KubeSharp.Api.Rbac.V1;

/// <summary>ClusterRoleBinding of rbac/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.rbac.v1.ClusterRoleBinding")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", Plural = "clusterrolebindings", Singular = "clusterrolebinding", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record ClusterRoleBinding : IApiObject<ClusterRoleBinding>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("subjects", 2, List = "atomic")]
    public ApiList<Subject> Subjects { get; init; } = [];

    [Field("roleRef", 3, Required = true, Default = "{}")]
    public RoleRef RoleRef { get; init; } = RoleRef.Empty;
}

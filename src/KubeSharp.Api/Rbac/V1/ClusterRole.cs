namespace KubeSharp.Api.Rbac.V1;

/// <summary>ClusterRole of rbac/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.rbac.v1.ClusterRole")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRole", Plural = "clusterroles", Singular = "clusterrole", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record ClusterRole : IApiObject<ClusterRole>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("rules", 2, List = "atomic", KeepZero = true)]
    public ApiList<PolicyRule> Rules { get; init; } = [];

    [Field("aggregationRule", 3)]
    public AggregationRule? AggregationRule { get; init; }
}

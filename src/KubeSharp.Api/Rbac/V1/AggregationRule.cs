namespace KubeSharp.Api.Rbac.V1;

/// <summary>AggregationRule of rbac/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.rbac.v1.AggregationRule")]
public sealed partial record AggregationRule : IApiRecord<AggregationRule>
{
    [Field("clusterRoleSelectors", 1, List = "atomic")]
    public ApiList<Meta.V1.LabelSelector> ClusterRoleSelectors { get; init; } = [];
}

namespace KubeSharp.Api.Apps.V1;

/// <summary>ReplicaSet of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.ReplicaSet")]
[Kind("apps", "v1", "ReplicaSet", Plural = "replicasets", Singular = "replicaset", Namespaced = true, ShortNames = "rs", Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "scale:autoscaling/v1/Scale:get,patch,update status://ReplicaSet:get,patch,update")]
public sealed partial record ReplicaSet : IApiObject<ReplicaSet>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public ReplicaSetSpec Spec { get; init; } = ReplicaSetSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public ReplicaSetStatus Status { get; init; } = ReplicaSetStatus.Empty;
}

namespace KubeSharp.Api.Apps.V1;

/// <summary>StatefulSet of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.StatefulSet")]
[Kind("apps", "v1", "StatefulSet", Plural = "statefulsets", Singular = "statefulset", Namespaced = true, ShortNames = "sts", Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "scale:autoscaling/v1/Scale:get,patch,update status://StatefulSet:get,patch,update")]
public sealed partial record StatefulSet : IApiObject<StatefulSet>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public StatefulSetSpec Spec { get; init; } = StatefulSetSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public StatefulSetStatus Status { get; init; } = StatefulSetStatus.Empty;
}

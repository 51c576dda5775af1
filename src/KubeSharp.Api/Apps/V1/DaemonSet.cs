namespace KubeSharp.Api.Apps.V1;

/// <summary>DaemonSet of apps/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apps.v1.DaemonSet")]
[Kind("apps", "v1", "DaemonSet", Plural = "daemonsets", Singular = "daemonset", Namespaced = true, ShortNames = "ds", Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://DaemonSet:get,patch,update")]
public sealed partial record DaemonSet : IApiObject<DaemonSet>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public DaemonSetSpec Spec { get; init; } = DaemonSetSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public DaemonSetStatus Status { get; init; } = DaemonSetStatus.Empty;
}

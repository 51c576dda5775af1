namespace KubeSharp.Api.Core.V1;

/// <summary>ReplicationController of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ReplicationController")]
[Kind("", "v1", "ReplicationController", Plural = "replicationcontrollers", Singular = "replicationcontroller", Namespaced = true, ShortNames = "rc", Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "scale:autoscaling/v1/Scale:get,patch,update status://ReplicationController:get,patch,update")]
public sealed partial record ReplicationController : IApiObject<ReplicationController>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public ReplicationControllerSpec Spec { get; init; } = ReplicationControllerSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public ReplicationControllerStatus Status { get; init; } = ReplicationControllerStatus.Empty;
}

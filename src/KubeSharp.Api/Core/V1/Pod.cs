namespace KubeSharp.Api.Core.V1;

/// <summary>Pod of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Pod")]
[Kind("", "v1", "Pod", Plural = "pods", Singular = "pod", Namespaced = true, ShortNames = "po", Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "attach://PodAttachOptions:create,get binding://Binding:create ephemeralcontainers://Pod:get,patch,update eviction:policy/v1/Eviction:create exec://PodExecOptions:create,get log://Pod:get portforward://PodPortForwardOptions:create,get proxy://PodProxyOptions:create,delete,get,patch,update resize://Pod:get,patch,update status://Pod:get,patch,update")]
public sealed partial record Pod : IApiObject<Pod>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public PodSpec Spec { get; init; } = PodSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public PodStatus Status { get; init; } = PodStatus.Empty;
}

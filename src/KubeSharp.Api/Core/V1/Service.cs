namespace KubeSharp.Api.Core.V1;

/// <summary>Service of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Service")]
[Kind("", "v1", "Service", Plural = "services", Singular = "service", Namespaced = true, ShortNames = "svc", Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "proxy://ServiceProxyOptions:create,delete,get,patch,update status://Service:get,patch,update")]
public sealed partial record Service : IApiObject<Service>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public ServiceSpec Spec { get; init; } = ServiceSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public ServiceStatus Status { get; init; } = ServiceStatus.Empty;
}

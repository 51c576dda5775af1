namespace KubeSharp.Api.ApiRegistration.V1;

/// <summary>APIService of apiregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService")]
[Kind("apiregistration.k8s.io", "v1", "APIService", Plural = "apiservices", Singular = "apiservice", Categories = "api-extensions", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://APIService:get,patch,update")]
public sealed partial record APIService : IApiObject<APIService>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public APIServiceSpec Spec { get; init; } = APIServiceSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public APIServiceStatus Status { get; init; } = APIServiceStatus.Empty;
}

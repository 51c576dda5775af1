namespace KubeSharp.Api.Networking.V1;

/// <summary>ServiceCIDR of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.ServiceCIDR")]
[Kind("networking.k8s.io", "v1", "ServiceCIDR", Plural = "servicecidrs", Singular = "servicecidr", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://ServiceCIDR:get,patch,update")]
public sealed partial record ServiceCIDR : IApiObject<ServiceCIDR>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public ServiceCIDRSpec Spec { get; init; } = ServiceCIDRSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public ServiceCIDRStatus Status { get; init; } = ServiceCIDRStatus.Empty;
}

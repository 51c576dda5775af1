namespace KubeSharp.Api.Networking.V1Beta1;

/// <summary>IPAddress of networking/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1beta1.IPAddress")]
[Kind("networking.k8s.io", "v1beta1", "IPAddress")]
public sealed partial record IPAddress : IApiObject<IPAddress>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public IPAddressSpec Spec { get; init; } = IPAddressSpec.Empty;
}

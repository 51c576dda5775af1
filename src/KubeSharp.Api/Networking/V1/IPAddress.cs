namespace KubeSharp.Api.Networking.V1;

/// <summary>IPAddress of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IPAddress")]
[Kind("networking.k8s.io", "v1", "IPAddress", Plural = "ipaddresses", Singular = "ipaddress", ShortNames = "ip", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record IPAddress : IApiObject<IPAddress>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public IPAddressSpec Spec { get; init; } = IPAddressSpec.Empty;
}

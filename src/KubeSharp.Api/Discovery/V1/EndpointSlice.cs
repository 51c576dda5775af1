namespace KubeSharp.Api.Discovery.V1;

/// <summary>EndpointSlice of discovery/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.discovery.v1.EndpointSlice")]
[Kind("discovery.k8s.io", "v1", "EndpointSlice", Plural = "endpointslices", Singular = "endpointslice", Namespaced = true, Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record EndpointSlice : IApiObject<EndpointSlice>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("addressType", 4, Required = true, Default = "\"\"", Enum = "FQDN|IPv4|IPv6")]
    public string AddressType { get; init; } = "";

    [Field("endpoints", 2, List = "atomic", KeepZero = true)]
    public ApiList<Endpoint> Endpoints { get; init; } = [];

    [Field("ports", 3, List = "atomic", KeepZero = true)]
    public ApiList<EndpointPort> Ports { get; init; } = [];
}

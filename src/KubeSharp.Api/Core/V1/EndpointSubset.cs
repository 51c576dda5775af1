namespace KubeSharp.Api.Core.V1;

/// <summary>EndpointSubset of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EndpointSubset")]
public sealed partial record EndpointSubset : IApiRecord<EndpointSubset>
{
    [Field("addresses", 1, List = "atomic")]
    public ApiList<EndpointAddress> Addresses { get; init; } = [];

    [Field("notReadyAddresses", 2, List = "atomic")]
    public ApiList<EndpointAddress> NotReadyAddresses { get; init; } = [];

    [Field("ports", 3, List = "atomic")]
    public ApiList<EndpointPort> Ports { get; init; } = [];
}

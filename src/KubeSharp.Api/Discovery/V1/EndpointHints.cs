namespace KubeSharp.Api.Discovery.V1;

/// <summary>EndpointHints of discovery/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.discovery.v1.EndpointHints")]
public sealed partial record EndpointHints : IApiRecord<EndpointHints>
{
    [Field("forZones", 1, List = "atomic")]
    public ApiList<ForZone> ForZones { get; init; } = [];

    [Field("forNodes", 2, List = "atomic")]
    public ApiList<ForNode> ForNodes { get; init; } = [];
}

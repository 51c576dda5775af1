namespace KubeSharp.Api.Discovery.V1;

/// <summary>EndpointPort of discovery/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.discovery.v1.EndpointPort", Atomic = true)]
public sealed partial record EndpointPort : IApiRecord<EndpointPort>
{
    [Field("name", 1, KeepZero = true)]
    public string? Name { get; init; }

    [Field("protocol", 2, Enum = "SCTP|TCP|UDP", KeepZero = true)]
    public string? Protocol { get; init; }

    [Field("port", 3, KeepZero = true)]
    public int? Port { get; init; }

    [Field("appProtocol", 4, KeepZero = true)]
    public string? AppProtocol { get; init; }
}

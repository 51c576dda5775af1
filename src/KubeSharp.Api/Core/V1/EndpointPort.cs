namespace KubeSharp.Api.Core.V1;

/// <summary>EndpointPort of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EndpointPort", Atomic = true)]
public sealed partial record EndpointPort : IApiRecord<EndpointPort>
{
    [Field("name", 1)]
    public string? Name { get; init; }

    [Field("port", 2, Required = true, Default = "0")]
    public int Port { get; init; }

    [Field("protocol", 3, Enum = "SCTP|TCP|UDP")]
    public string? Protocol { get; init; }

    [Field("appProtocol", 4, KeepZero = true)]
    public string? AppProtocol { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>ServicePort of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ServicePort")]
public sealed partial record ServicePort : IApiRecord<ServicePort>
{
    [Field("name", 1)]
    public string? Name { get; init; }

    [Field("protocol", 2, Default = "\"TCP\"", Enum = "SCTP|TCP|UDP")]
    public string? Protocol { get; init; }

    [Field("appProtocol", 6, KeepZero = true)]
    public string? AppProtocol { get; init; }

    [Field("port", 3, Required = true, Default = "0")]
    public int Port { get; init; }

    [Field("targetPort", 4)]
    public IntOrString? TargetPort { get; init; }

    [Field("nodePort", 5)]
    public int? NodePort { get; init; }
}

namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressPortStatus of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressPortStatus")]
public sealed partial record IngressPortStatus : IApiRecord<IngressPortStatus>
{
    [Field("port", 1, Required = true, Default = "0")]
    public int Port { get; init; }

    [Field("protocol", 2, Required = true, Default = "\"\"", Enum = "SCTP|TCP|UDP")]
    public string Protocol { get; init; } = "";

    [Field("error", 3, KeepZero = true)]
    public string? Error { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>PortStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PortStatus")]
public sealed partial record PortStatus : IApiRecord<PortStatus>
{
    [Field("port", 1, Required = true, Default = "0")]
    public int Port { get; init; }

    [Field("protocol", 2, Required = true, Default = "\"\"", Enum = "SCTP|TCP|UDP")]
    public string Protocol { get; init; } = "";

    [Field("error", 3, KeepZero = true)]
    public string? Error { get; init; }
}

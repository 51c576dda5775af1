namespace KubeSharp.Api.Core.V1;

/// <summary>TCPSocketAction of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.TCPSocketAction")]
public sealed partial record TCPSocketAction : IApiRecord<TCPSocketAction>
{
    [Field("port", 1, Required = true)]
    public IntOrString Port { get; init; }

    [Field("host", 2)]
    public string? Host { get; init; }
}

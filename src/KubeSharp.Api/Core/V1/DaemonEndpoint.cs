namespace KubeSharp.Api.Core.V1;

/// <summary>DaemonEndpoint of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.DaemonEndpoint")]
public sealed partial record DaemonEndpoint : IApiRecord<DaemonEndpoint>
{
    [Field("Port", 1, Required = true, Default = "0")]
    public int Port { get; init; }
}

namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressServiceBackend of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressServiceBackend")]
public sealed partial record IngressServiceBackend : IApiRecord<IngressServiceBackend>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("port", 2, Default = "{}")]
    public ServiceBackendPort Port { get; init; } = ServiceBackendPort.Empty;
}

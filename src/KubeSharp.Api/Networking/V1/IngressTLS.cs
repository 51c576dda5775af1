namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressTLS of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressTLS")]
public sealed partial record IngressTLS : IApiRecord<IngressTLS>
{
    [Field("hosts", 1, List = "atomic")]
    public ApiList<string> Hosts { get; init; } = [];

    [Field("secretName", 2)]
    public string? SecretName { get; init; }
}

namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressSpec of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressSpec")]
public sealed partial record IngressSpec : IApiRecord<IngressSpec>
{
    [Field("ingressClassName", 4, KeepZero = true)]
    public string? IngressClassName { get; init; }

    [Field("defaultBackend", 1)]
    public IngressBackend? DefaultBackend { get; init; }

    [Field("tls", 2, List = "atomic")]
    public ApiList<IngressTLS> Tls { get; init; } = [];

    [Field("rules", 3, List = "atomic")]
    public ApiList<IngressRule> Rules { get; init; } = [];
}

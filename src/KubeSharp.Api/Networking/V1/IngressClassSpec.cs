namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressClassSpec of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressClassSpec")]
public sealed partial record IngressClassSpec : IApiRecord<IngressClassSpec>
{
    [Field("controller", 1)]
    public string? Controller { get; init; }

    [Field("parameters", 2)]
    public IngressClassParametersReference? Parameters { get; init; }
}

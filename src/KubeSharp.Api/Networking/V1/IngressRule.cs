namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressRule of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressRule")]
public sealed partial record IngressRule : IApiRecord<IngressRule>
{
    [Field("host", 1)]
    public string? Host { get; init; }

    [Field("http", 0)]
    public HTTPIngressRuleValue? Http { get; init; }
}

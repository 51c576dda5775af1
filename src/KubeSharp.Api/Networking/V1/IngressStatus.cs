namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressStatus of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressStatus")]
public sealed partial record IngressStatus : IApiRecord<IngressStatus>
{
    [Field("loadBalancer", 1, Default = "{}")]
    public IngressLoadBalancerStatus LoadBalancer { get; init; } = IngressLoadBalancerStatus.Empty;
}

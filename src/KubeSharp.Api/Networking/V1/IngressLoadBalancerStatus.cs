namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressLoadBalancerStatus of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressLoadBalancerStatus")]
public sealed partial record IngressLoadBalancerStatus : IApiRecord<IngressLoadBalancerStatus>
{
    [Field("ingress", 1, List = "atomic")]
    public ApiList<IngressLoadBalancerIngress> Ingress { get; init; } = [];
}

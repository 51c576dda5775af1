namespace KubeSharp.Api.Core.V1;

/// <summary>LoadBalancerStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.LoadBalancerStatus")]
public sealed partial record LoadBalancerStatus : IApiRecord<LoadBalancerStatus>
{
    [Field("ingress", 1, List = "atomic")]
    public ApiList<LoadBalancerIngress> Ingress { get; init; } = [];
}

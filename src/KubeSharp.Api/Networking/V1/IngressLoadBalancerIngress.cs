namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressLoadBalancerIngress of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressLoadBalancerIngress")]
public sealed partial record IngressLoadBalancerIngress : IApiRecord<IngressLoadBalancerIngress>
{
    [Field("ip", 1)]
    public string? Ip { get; init; }

    [Field("hostname", 2)]
    public string? Hostname { get; init; }

    [Field("ports", 4, List = "atomic")]
    public ApiList<IngressPortStatus> Ports { get; init; } = [];
}

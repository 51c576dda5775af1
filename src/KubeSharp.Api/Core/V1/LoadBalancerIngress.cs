namespace KubeSharp.Api.Core.V1;

/// <summary>LoadBalancerIngress of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.LoadBalancerIngress")]
public sealed partial record LoadBalancerIngress : IApiRecord<LoadBalancerIngress>
{
    [Field("ip", 1)]
    public string? Ip { get; init; }

    [Field("hostname", 2)]
    public string? Hostname { get; init; }

    [Field("ipMode", 3, KeepZero = true)]
    public string? IpMode { get; init; }

    [Field("ports", 4, List = "atomic")]
    public ApiList<PortStatus> Ports { get; init; } = [];
}

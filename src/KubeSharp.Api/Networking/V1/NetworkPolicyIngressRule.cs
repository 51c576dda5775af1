namespace KubeSharp.Api.Networking.V1;

/// <summary>NetworkPolicyIngressRule of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicyIngressRule")]
public sealed partial record NetworkPolicyIngressRule : IApiRecord<NetworkPolicyIngressRule>
{
    [Field("ports", 1, List = "atomic")]
    public ApiList<NetworkPolicyPort> Ports { get; init; } = [];

    [Field("from", 2, List = "atomic")]
    public ApiList<NetworkPolicyPeer> From { get; init; } = [];
}

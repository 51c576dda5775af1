namespace KubeSharp.Api.Networking.V1;

/// <summary>NetworkPolicyEgressRule of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicyEgressRule")]
public sealed partial record NetworkPolicyEgressRule : IApiRecord<NetworkPolicyEgressRule>
{
    [Field("ports", 1, List = "atomic")]
    public ApiList<NetworkPolicyPort> Ports { get; init; } = [];

    [Field("to", 2, List = "atomic")]
    public ApiList<NetworkPolicyPeer> To { get; init; } = [];
}

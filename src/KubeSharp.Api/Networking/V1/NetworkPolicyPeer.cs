namespace KubeSharp.Api.Networking.V1;

/// <summary>NetworkPolicyPeer of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicyPeer")]
public sealed partial record NetworkPolicyPeer : IApiRecord<NetworkPolicyPeer>
{
    [Field("podSelector", 1)]
    public Meta.V1.LabelSelector? PodSelector { get; init; }

    [Field("namespaceSelector", 2)]
    public Meta.V1.LabelSelector? NamespaceSelector { get; init; }

    [Field("ipBlock", 3)]
    public IPBlock? IpBlock { get; init; }
}

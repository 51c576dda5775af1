namespace KubeSharp.Api.Networking.V1;

/// <summary>NetworkPolicySpec of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicySpec")]
public sealed partial record NetworkPolicySpec : IApiRecord<NetworkPolicySpec>
{
    [Field("podSelector", 1, Default = "{}")]
    public Meta.V1.LabelSelector PodSelector { get; init; } = Meta.V1.LabelSelector.Empty;

    [Field("ingress", 2, List = "atomic")]
    public ApiList<NetworkPolicyIngressRule> Ingress { get; init; } = [];

    [Field("egress", 3, List = "atomic")]
    public ApiList<NetworkPolicyEgressRule> Egress { get; init; } = [];

    [Field("policyTypes", 4, List = "atomic")]
    public ApiList<string> PolicyTypes { get; init; } = [];
}

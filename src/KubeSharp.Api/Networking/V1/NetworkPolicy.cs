namespace KubeSharp.Api.Networking.V1;

/// <summary>NetworkPolicy of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicy")]
[Kind("networking.k8s.io", "v1", "NetworkPolicy", Plural = "networkpolicies", Singular = "networkpolicy", Namespaced = true, ShortNames = "netpol", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record NetworkPolicy : IApiObject<NetworkPolicy>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public NetworkPolicySpec Spec { get; init; } = NetworkPolicySpec.Empty;
}

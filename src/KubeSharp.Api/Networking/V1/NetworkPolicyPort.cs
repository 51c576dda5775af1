namespace KubeSharp.Api.Networking.V1;

/// <summary>NetworkPolicyPort of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicyPort")]
public sealed partial record NetworkPolicyPort : IApiRecord<NetworkPolicyPort>
{
    [Field("protocol", 1, Enum = "SCTP|TCP|UDP", KeepZero = true)]
    public string? Protocol { get; init; }

    [Field("port", 2)]
    public IntOrString? Port { get; init; }

    [Field("endPort", 3, KeepZero = true)]
    public int? EndPort { get; init; }
}

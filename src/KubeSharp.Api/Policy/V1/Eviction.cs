namespace KubeSharp.Api.Policy.V1;

/// <summary>Eviction of policy/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.policy.v1.Eviction")]
[Kind("policy", "v1", "Eviction")]
public sealed partial record Eviction : IApiObject<Eviction>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("deleteOptions", 2)]
    public Meta.V1.DeleteOptions? DeleteOptions { get; init; }
}

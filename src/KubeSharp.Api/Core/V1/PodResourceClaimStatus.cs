namespace KubeSharp.Api.Core.V1;

/// <summary>PodResourceClaimStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodResourceClaimStatus")]
public sealed partial record PodResourceClaimStatus : IApiRecord<PodResourceClaimStatus>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("resourceClaimName", 2, KeepZero = true)]
    public string? ResourceClaimName { get; init; }
}

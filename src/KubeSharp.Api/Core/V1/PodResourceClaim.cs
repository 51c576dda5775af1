namespace KubeSharp.Api.Core.V1;

/// <summary>PodResourceClaim of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodResourceClaim")]
public sealed partial record PodResourceClaim : IApiRecord<PodResourceClaim>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("resourceClaimName", 3, KeepZero = true)]
    public string? ResourceClaimName { get; init; }

    [Field("resourceClaimTemplateName", 4, KeepZero = true)]
    public string? ResourceClaimTemplateName { get; init; }
}

namespace KubeSharp.Api.Scheduling.V1Alpha2;

/// <summary>PodGroupResourceClaimStatus of scheduling/v1alpha2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupResourceClaimStatus")]
public sealed partial record PodGroupResourceClaimStatus : IApiRecord<PodGroupResourceClaimStatus>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("resourceClaimName", 2, KeepZero = true)]
    public string? ResourceClaimName { get; init; }
}

namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>ResourceClaim of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.ResourceClaim")]
[Kind("resource.k8s.io", "v1beta2", "ResourceClaim")]
public sealed partial record ResourceClaim : IApiObject<ResourceClaim>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public ResourceClaimSpec Spec { get; init; } = ResourceClaimSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public ResourceClaimStatus Status { get; init; } = ResourceClaimStatus.Empty;
}

namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>ResourceClaimTemplate of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.ResourceClaimTemplate")]
[Kind("resource.k8s.io", "v1beta2", "ResourceClaimTemplate")]
public sealed partial record ResourceClaimTemplate : IApiObject<ResourceClaimTemplate>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public ResourceClaimTemplateSpec Spec { get; init; } = ResourceClaimTemplateSpec.Empty;
}

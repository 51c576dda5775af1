namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>ResourceClaimTemplateSpec of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.ResourceClaimTemplateSpec")]
public sealed partial record ResourceClaimTemplateSpec : IApiRecord<ResourceClaimTemplateSpec>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public ResourceClaimSpec Spec { get; init; } = ResourceClaimSpec.Empty;
}

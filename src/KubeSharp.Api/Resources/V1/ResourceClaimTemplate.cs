namespace KubeSharp.Api.Resources.V1;

/// <summary>ResourceClaimTemplate of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceClaimTemplate")]
[Kind("resource.k8s.io", "v1", "ResourceClaimTemplate", Plural = "resourceclaimtemplates", Singular = "resourceclaimtemplate", Namespaced = true, Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record ResourceClaimTemplate : IApiObject<ResourceClaimTemplate>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public ResourceClaimTemplateSpec Spec { get; init; } = ResourceClaimTemplateSpec.Empty;
}

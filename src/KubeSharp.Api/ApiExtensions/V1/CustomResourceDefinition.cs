namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceDefinition of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition")]
[Kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition", Plural = "customresourcedefinitions", Singular = "customresourcedefinition", ShortNames = "crd crds", Categories = "api-extensions", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://CustomResourceDefinition:get,patch,update")]
public sealed partial record CustomResourceDefinition : IApiObject<CustomResourceDefinition>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public CustomResourceDefinitionSpec Spec { get; init; } = CustomResourceDefinitionSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public CustomResourceDefinitionStatus Status { get; init; } = CustomResourceDefinitionStatus.Empty;
}

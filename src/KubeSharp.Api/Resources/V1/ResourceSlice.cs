namespace KubeSharp.Api.Resources.V1;

/// <summary>ResourceSlice of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.ResourceSlice")]
[Kind("resource.k8s.io", "v1", "ResourceSlice", Plural = "resourceslices", Singular = "resourceslice", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record ResourceSlice : IApiObject<ResourceSlice>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public ResourceSliceSpec Spec { get; init; } = ResourceSliceSpec.Empty;
}

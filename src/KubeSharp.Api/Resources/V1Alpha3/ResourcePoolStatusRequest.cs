namespace KubeSharp.Api.Resources.V1Alpha3;

/// <summary>ResourcePoolStatusRequest of resources/v1alpha3; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequest")]
[Kind("resource.k8s.io", "v1alpha3", "ResourcePoolStatusRequest")]
public sealed partial record ResourcePoolStatusRequest : IApiObject<ResourcePoolStatusRequest>
{
    [Field("metadata", 1, Required = true, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public ResourcePoolStatusRequestSpec Spec { get; init; } = ResourcePoolStatusRequestSpec.Empty;

    [Field("status", 3)]
    public ResourcePoolStatusRequestStatus Status { get; init; } = ResourcePoolStatusRequestStatus.Empty;
}

namespace KubeSharp.Api.ApiServerInternal.V1Alpha1;

/// <summary>StorageVersion of apiserverinternal/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apiserverinternal.v1alpha1.StorageVersion")]
[Kind("internal.apiserver.k8s.io", "v1alpha1", "StorageVersion")]
public sealed partial record StorageVersion : IApiObject<StorageVersion>
{
    [Field("metadata", 1, Required = true, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public StorageVersionSpec Spec { get; init; } = StorageVersionSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public StorageVersionStatus Status { get; init; } = StorageVersionStatus.Empty;
}

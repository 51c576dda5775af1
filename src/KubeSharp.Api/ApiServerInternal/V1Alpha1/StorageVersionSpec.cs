namespace KubeSharp.Api.ApiServerInternal.V1Alpha1;

/// <summary>StorageVersionSpec of apiserverinternal/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.apiserverinternal.v1alpha1.StorageVersionSpec")]
public sealed partial record StorageVersionSpec : IApiRecord<StorageVersionSpec>;

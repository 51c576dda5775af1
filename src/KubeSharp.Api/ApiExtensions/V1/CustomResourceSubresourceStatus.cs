namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceSubresourceStatus of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus")]
public sealed partial record CustomResourceSubresourceStatus : IApiRecord<CustomResourceSubresourceStatus>;

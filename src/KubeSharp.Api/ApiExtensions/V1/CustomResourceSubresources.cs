namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceSubresources of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources")]
public sealed partial record CustomResourceSubresources : IApiRecord<CustomResourceSubresources>
{
    [Field("status", 1)]
    public CustomResourceSubresourceStatus? Status { get; init; }

    [Field("scale", 2)]
    public CustomResourceSubresourceScale? Scale { get; init; }
}

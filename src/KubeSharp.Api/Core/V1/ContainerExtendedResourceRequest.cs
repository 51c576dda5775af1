namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerExtendedResourceRequest of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerExtendedResourceRequest")]
public sealed partial record ContainerExtendedResourceRequest : IApiRecord<ContainerExtendedResourceRequest>
{
    [Field("containerName", 1, Required = true, Default = "\"\"")]
    public string ContainerName { get; init; } = "";

    [Field("resourceName", 2, Required = true, Default = "\"\"")]
    public string ResourceName { get; init; } = "";

    [Field("requestName", 3, Required = true, Default = "\"\"")]
    public string RequestName { get; init; } = "";
}

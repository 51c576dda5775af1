namespace KubeSharp.Api.Core.V1;

/// <summary>PodExtendedResourceClaimStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodExtendedResourceClaimStatus")]
public sealed partial record PodExtendedResourceClaimStatus : IApiRecord<PodExtendedResourceClaimStatus>
{
    [Field("requestMappings", 1, Required = true, List = "atomic")]
    public ApiList<ContainerExtendedResourceRequest> RequestMappings { get; init; } = [];

    [Field("resourceClaimName", 2, Required = true, Default = "\"\"")]
    public string ResourceClaimName { get; init; } = "";
}

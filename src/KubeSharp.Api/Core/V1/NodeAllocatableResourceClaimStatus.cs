namespace KubeSharp.Api.Core.V1;

/// <summary>NodeAllocatableResourceClaimStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus")]
public sealed partial record NodeAllocatableResourceClaimStatus : IApiRecord<NodeAllocatableResourceClaimStatus>
{
    [Field("resourceClaimName", 1, Required = true, Default = "\"\"")]
    public string ResourceClaimName { get; init; } = "";

    [Field("containers", 2, List = "set")]
    public ApiList<string> Containers { get; init; } = [];

    [Field("resources", 3, Required = true)]
    public ApiMap<Quantity> Resources { get; init; } = ApiMap<Quantity>.Empty;
}

namespace KubeSharp.Api.Core.V1;

/// <summary>NodeRuntimeHandler of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeRuntimeHandler")]
public sealed partial record NodeRuntimeHandler : IApiRecord<NodeRuntimeHandler>
{
    [Field("name", 1, Default = "\"\"")]
    public string? Name { get; init; }

    [Field("features", 2)]
    public NodeRuntimeHandlerFeatures? Features { get; init; }
}

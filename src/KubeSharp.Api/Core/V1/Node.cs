namespace KubeSharp.Api.Core.V1;

/// <summary>Node of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Node")]
[Kind("", "v1", "Node", Plural = "nodes", Singular = "node", ShortNames = "no", Verbs = "create delete deletecollection get list patch update watch", Subresources = "proxy://NodeProxyOptions:create,delete,get,patch,update status://Node:get,patch,update")]
public sealed partial record Node : IApiObject<Node>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public NodeSpec Spec { get; init; } = NodeSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public NodeStatus Status { get; init; } = NodeStatus.Empty;
}

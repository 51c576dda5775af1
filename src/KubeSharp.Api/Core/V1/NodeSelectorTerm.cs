namespace KubeSharp.Api.Core.V1;

/// <summary>NodeSelectorTerm of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeSelectorTerm", Atomic = true)]
public sealed partial record NodeSelectorTerm : IApiRecord<NodeSelectorTerm>
{
    [Field("matchExpressions", 1, List = "atomic")]
    public ApiList<NodeSelectorRequirement> MatchExpressions { get; init; } = [];

    [Field("matchFields", 2, List = "atomic")]
    public ApiList<NodeSelectorRequirement> MatchFields { get; init; } = [];
}

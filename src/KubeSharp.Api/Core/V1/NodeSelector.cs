namespace KubeSharp.Api.Core.V1;

/// <summary>NodeSelector of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeSelector", Atomic = true)]
public sealed partial record NodeSelector : IApiRecord<NodeSelector>
{
    [Field("nodeSelectorTerms", 1, Required = true, List = "atomic")]
    public ApiList<NodeSelectorTerm> NodeSelectorTerms { get; init; } = [];
}

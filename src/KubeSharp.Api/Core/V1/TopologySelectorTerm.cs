namespace KubeSharp.Api.Core.V1;

/// <summary>TopologySelectorTerm of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.TopologySelectorTerm", Atomic = true)]
public sealed partial record TopologySelectorTerm : IApiRecord<TopologySelectorTerm>
{
    [Field("matchLabelExpressions", 1, List = "atomic")]
    public ApiList<TopologySelectorLabelRequirement> MatchLabelExpressions { get; init; } = [];
}

namespace KubeSharp.Api.Core.V1;

/// <summary>PodAffinityTerm of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodAffinityTerm")]
public sealed partial record PodAffinityTerm : IApiRecord<PodAffinityTerm>
{
    [Field("labelSelector", 1)]
    public Meta.V1.LabelSelector? LabelSelector { get; init; }

    [Field("namespaces", 2, List = "atomic")]
    public ApiList<string> Namespaces { get; init; } = [];

    [Field("topologyKey", 3, Required = true, Default = "\"\"")]
    public string TopologyKey { get; init; } = "";

    [Field("namespaceSelector", 4)]
    public Meta.V1.LabelSelector? NamespaceSelector { get; init; }

    [Field("matchLabelKeys", 5, List = "atomic")]
    public ApiList<string> MatchLabelKeys { get; init; } = [];

    [Field("mismatchLabelKeys", 6, List = "atomic")]
    public ApiList<string> MismatchLabelKeys { get; init; } = [];
}

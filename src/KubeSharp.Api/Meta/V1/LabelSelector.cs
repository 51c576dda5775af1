namespace KubeSharp.Api.Meta.V1;

/// <summary>LabelSelector of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector", Atomic = true)]
public sealed partial record LabelSelector : IApiRecord<LabelSelector>
{
    [Field("matchLabels", 1)]
    public ApiMap<string> MatchLabels { get; init; } = ApiMap<string>.Empty;

    [Field("matchExpressions", 2, List = "atomic")]
    public ApiList<LabelSelectorRequirement> MatchExpressions { get; init; } = [];
}

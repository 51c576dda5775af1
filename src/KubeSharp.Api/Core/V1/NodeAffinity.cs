namespace KubeSharp.Api.Core.V1;

/// <summary>NodeAffinity of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeAffinity")]
public sealed partial record NodeAffinity : IApiRecord<NodeAffinity>
{
    [Field("requiredDuringSchedulingIgnoredDuringExecution", 1)]
    public NodeSelector? RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    [Field("preferredDuringSchedulingIgnoredDuringExecution", 2, List = "atomic")]
    public ApiList<PreferredSchedulingTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init; } = [];
}

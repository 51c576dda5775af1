namespace KubeSharp.Api.Core.V1;

/// <summary>NodeSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeSpec")]
public sealed partial record NodeSpec : IApiRecord<NodeSpec>
{
    [Field("podCIDR", 1)]
    public string? PodCIDR { get; init; }

    [Field("podCIDRs", 7, List = "set", Patch = "merge")]
    public ApiList<string> PodCIDRs { get; init; } = [];

    [Field("providerID", 3)]
    public string? ProviderID { get; init; }

    [Field("unschedulable", 4)]
    public bool? Unschedulable { get; init; }

    [Field("taints", 5, List = "atomic")]
    public ApiList<Taint> Taints { get; init; } = [];

    [Field("configSource", 6)]
    public NodeConfigSource? ConfigSource { get; init; }

    [Field("externalID", 2)]
    public string? ExternalID { get; init; }
}

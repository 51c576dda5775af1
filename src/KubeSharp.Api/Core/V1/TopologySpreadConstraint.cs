namespace KubeSharp.Api.Core.V1;

/// <summary>TopologySpreadConstraint of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.TopologySpreadConstraint")]
public sealed partial record TopologySpreadConstraint : IApiRecord<TopologySpreadConstraint>
{
    [Field("maxSkew", 1, Required = true, Default = "0")]
    public int MaxSkew { get; init; }

    [Field("topologyKey", 2, Required = true, Default = "\"\"")]
    public string TopologyKey { get; init; } = "";

    [Field("whenUnsatisfiable", 3, Required = true, Default = "\"\"", Enum = "DoNotSchedule|ScheduleAnyway")]
    public string WhenUnsatisfiable { get; init; } = "";

    [Field("labelSelector", 4)]
    public Meta.V1.LabelSelector? LabelSelector { get; init; }

    [Field("minDomains", 5, KeepZero = true)]
    public int? MinDomains { get; init; }

    [Field("nodeAffinityPolicy", 6, Enum = "Honor|Ignore", KeepZero = true)]
    public string? NodeAffinityPolicy { get; init; }

    [Field("nodeTaintsPolicy", 7, Enum = "Honor|Ignore", KeepZero = true)]
    public string? NodeTaintsPolicy { get; init; }

    [Field("matchLabelKeys", 8, List = "atomic")]
    public ApiList<string> MatchLabelKeys { get; init; } = [];
}

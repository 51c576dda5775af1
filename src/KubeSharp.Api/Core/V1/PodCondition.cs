namespace KubeSharp.Api.Core.V1;

/// <summary>PodCondition of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodCondition")]
public sealed partial record PodCondition : IApiRecord<PodCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("observedGeneration", 7)]
    public long? ObservedGeneration { get; init; }

    [Field("status", 2, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("lastProbeTime", 3, NullIfNone = true)]
    public DateTimeOffset? LastProbeTime { get; init; }

    [Field("lastTransitionTime", 4, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }

    [Field("reason", 5)]
    public string? Reason { get; init; }

    [Field("message", 6)]
    public string? Message { get; init; }
}

namespace KubeSharp.Api.Batch.V1;

/// <summary>JobCondition of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.JobCondition")]
public sealed partial record JobCondition : IApiRecord<JobCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

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

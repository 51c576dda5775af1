namespace KubeSharp.Api.Batch.V1;

/// <summary>JobStatus of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.JobStatus")]
public sealed partial record JobStatus : IApiRecord<JobStatus>
{
    [Field("conditions", 1, List = "atomic", Patch = "merge", MergeKey = "type")]
    public ApiList<JobCondition> Conditions { get; init; } = [];

    [Field("startTime", 2)]
    public DateTimeOffset? StartTime { get; init; }

    [Field("completionTime", 3)]
    public DateTimeOffset? CompletionTime { get; init; }

    [Field("active", 4)]
    public int? Active { get; init; }

    [Field("succeeded", 5)]
    public int? Succeeded { get; init; }

    [Field("failed", 6)]
    public int? Failed { get; init; }

    [Field("terminating", 11, KeepZero = true)]
    public int? Terminating { get; init; }

    [Field("completedIndexes", 7)]
    public string? CompletedIndexes { get; init; }

    [Field("failedIndexes", 10, KeepZero = true)]
    public string? FailedIndexes { get; init; }

    [Field("uncountedTerminatedPods", 8)]
    public UncountedTerminatedPods? UncountedTerminatedPods { get; init; }

    [Field("ready", 9, KeepZero = true)]
    public int? Ready { get; init; }
}

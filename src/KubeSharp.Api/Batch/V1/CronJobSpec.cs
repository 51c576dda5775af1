namespace KubeSharp.Api.Batch.V1;

/// <summary>CronJobSpec of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.CronJobSpec")]
public sealed partial record CronJobSpec : IApiRecord<CronJobSpec>
{
    [Field("schedule", 1, Required = true, Default = "\"\"")]
    public string Schedule { get; init; } = "";

    [Field("timeZone", 8, KeepZero = true)]
    public string? TimeZone { get; init; }

    [Field("startingDeadlineSeconds", 2, KeepZero = true)]
    public long? StartingDeadlineSeconds { get; init; }

    [Field("concurrencyPolicy", 3, Enum = "Allow|Forbid|Replace")]
    public string? ConcurrencyPolicy { get; init; }

    [Field("suspend", 4, KeepZero = true)]
    public bool? Suspend { get; init; }

    [Field("jobTemplate", 5, Required = true, Default = "{}")]
    public JobTemplateSpec JobTemplate { get; init; } = JobTemplateSpec.Empty;

    [Field("successfulJobsHistoryLimit", 6, KeepZero = true)]
    public int? SuccessfulJobsHistoryLimit { get; init; }

    [Field("failedJobsHistoryLimit", 7, KeepZero = true)]
    public int? FailedJobsHistoryLimit { get; init; }
}

namespace KubeSharp.Api.Batch.V1;

/// <summary>CronJobStatus of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.CronJobStatus")]
public sealed partial record CronJobStatus : IApiRecord<CronJobStatus>
{
    [Field("active", 1, List = "atomic")]
    public ApiList<Core.V1.ObjectReference> Active { get; init; } = [];

    [Field("lastScheduleTime", 4)]
    public DateTimeOffset? LastScheduleTime { get; init; }

    [Field("lastSuccessfulTime", 5)]
    public DateTimeOffset? LastSuccessfulTime { get; init; }
}

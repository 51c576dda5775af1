namespace KubeSharp.Api.Batch.V1;

/// <summary>CronJob of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.CronJob")]
[Kind("batch", "v1", "CronJob", Plural = "cronjobs", Singular = "cronjob", Namespaced = true, ShortNames = "cj", Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://CronJob:get,patch,update")]
public sealed partial record CronJob : IApiObject<CronJob>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public CronJobSpec Spec { get; init; } = CronJobSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public CronJobStatus Status { get; init; } = CronJobStatus.Empty;
}

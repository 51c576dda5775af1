namespace KubeSharp.Api.Batch.V1;

/// <summary>Job of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.Job")]
[Kind("batch", "v1", "Job", Plural = "jobs", Singular = "job", Namespaced = true, Categories = "all", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://Job:get,patch,update")]
public sealed partial record Job : IApiObject<Job>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public JobSpec Spec { get; init; } = JobSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public JobStatus Status { get; init; } = JobStatus.Empty;
}

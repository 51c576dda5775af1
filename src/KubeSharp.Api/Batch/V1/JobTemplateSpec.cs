namespace KubeSharp.Api.Batch.V1;

/// <summary>JobTemplateSpec of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.JobTemplateSpec")]
public sealed partial record JobTemplateSpec : IApiRecord<JobTemplateSpec>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public JobSpec Spec { get; init; } = JobSpec.Empty;
}

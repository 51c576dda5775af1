namespace KubeSharp.Api.Batch.V1;

/// <summary>JobSpec of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.JobSpec")]
public sealed partial record JobSpec : IApiRecord<JobSpec>
{
    [Field("parallelism", 1, KeepZero = true)]
    public int? Parallelism { get; init; }

    [Field("completions", 2, KeepZero = true)]
    public int? Completions { get; init; }

    [Field("activeDeadlineSeconds", 3, KeepZero = true)]
    public long? ActiveDeadlineSeconds { get; init; }

    [Field("podFailurePolicy", 11)]
    public PodFailurePolicy? PodFailurePolicy { get; init; }

    [Field("successPolicy", 16)]
    public SuccessPolicy? SuccessPolicy { get; init; }

    [Field("backoffLimit", 7, KeepZero = true)]
    public int? BackoffLimit { get; init; }

    [Field("backoffLimitPerIndex", 12, KeepZero = true)]
    public int? BackoffLimitPerIndex { get; init; }

    [Field("maxFailedIndexes", 13, KeepZero = true)]
    public int? MaxFailedIndexes { get; init; }

    [Field("selector", 4)]
    public Meta.V1.LabelSelector? Selector { get; init; }

    [Field("manualSelector", 5, KeepZero = true)]
    public bool? ManualSelector { get; init; }

    [Field("template", 6, Required = true, Default = "{}")]
    public Core.V1.PodTemplateSpec Template { get; init; } = Core.V1.PodTemplateSpec.Empty;

    [Field("ttlSecondsAfterFinished", 8, KeepZero = true)]
    public int? TtlSecondsAfterFinished { get; init; }

    [Field("completionMode", 9, Enum = "Indexed|NonIndexed", KeepZero = true)]
    public string? CompletionMode { get; init; }

    [Field("suspend", 10, KeepZero = true)]
    public bool? Suspend { get; init; }

    [Field("podReplacementPolicy", 14, Enum = "Failed|TerminatingOrFailed", KeepZero = true)]
    public string? PodReplacementPolicy { get; init; }

    [Field("managedBy", 15, KeepZero = true)]
    public string? ManagedBy { get; init; }
}

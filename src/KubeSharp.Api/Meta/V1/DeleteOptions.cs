namespace KubeSharp.Api.Meta.V1;

/// <summary>DeleteOptions of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")]
public sealed partial record DeleteOptions : IApiRecord<DeleteOptions>
{
    [Field("apiVersion", 0)]
    public string? ApiVersion { get; init; }

    [Field("kind", 0)]
    public string? Kind { get; init; }

    [Field("gracePeriodSeconds", 1, KeepZero = true)]
    public long? GracePeriodSeconds { get; init; }

    [Field("preconditions", 2)]
    public Preconditions? Preconditions { get; init; }

    [Field("orphanDependents", 3, KeepZero = true)]
    public bool? OrphanDependents { get; init; }

    [Field("propagationPolicy", 4, KeepZero = true)]
    public string? PropagationPolicy { get; init; }

    [Field("dryRun", 5, List = "atomic")]
    public ApiList<string> DryRun { get; init; } = [];

    [Field("ignoreStoreReadErrorWithClusterBreakingPotential", 6, KeepZero = true)]
    public bool? IgnoreStoreReadErrorWithClusterBreakingPotential { get; init; }
}

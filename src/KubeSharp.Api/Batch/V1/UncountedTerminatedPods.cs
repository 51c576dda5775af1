namespace KubeSharp.Api.Batch.V1;

/// <summary>UncountedTerminatedPods of batch/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.batch.v1.UncountedTerminatedPods")]
public sealed partial record UncountedTerminatedPods : IApiRecord<UncountedTerminatedPods>
{
    [Field("succeeded", 1, List = "set")]
    public ApiList<string> Succeeded { get; init; } = [];

    [Field("failed", 2, List = "set")]
    public ApiList<string> Failed { get; init; } = [];
}

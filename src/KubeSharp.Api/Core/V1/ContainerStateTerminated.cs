namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerStateTerminated of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerStateTerminated")]
public sealed partial record ContainerStateTerminated : IApiRecord<ContainerStateTerminated>
{
    [Field("exitCode", 1, Required = true, Default = "0")]
    public int ExitCode { get; init; }

    [Field("signal", 2)]
    public int? Signal { get; init; }

    [Field("reason", 3)]
    public string? Reason { get; init; }

    [Field("message", 4)]
    public string? Message { get; init; }

    [Field("startedAt", 5, NullIfNone = true)]
    public DateTimeOffset? StartedAt { get; init; }

    [Field("finishedAt", 6, NullIfNone = true)]
    public DateTimeOffset? FinishedAt { get; init; }

    [Field("containerID", 7)]
    public string? ContainerID { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerStateRunning of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerStateRunning")]
public sealed partial record ContainerStateRunning : IApiRecord<ContainerStateRunning>
{
    [Field("startedAt", 1, NullIfNone = true)]
    public DateTimeOffset? StartedAt { get; init; }
}

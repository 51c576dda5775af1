namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerState of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerState")]
public sealed partial record ContainerState : IApiRecord<ContainerState>
{
    [Field("waiting", 1)]
    public ContainerStateWaiting? Waiting { get; init; }

    [Field("running", 2)]
    public ContainerStateRunning? Running { get; init; }

    [Field("terminated", 3)]
    public ContainerStateTerminated? Terminated { get; init; }
}

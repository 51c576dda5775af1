namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerStateWaiting of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerStateWaiting")]
public sealed partial record ContainerStateWaiting : IApiRecord<ContainerStateWaiting>
{
    [Field("reason", 1)]
    public string? Reason { get; init; }

    [Field("message", 2)]
    public string? Message { get; init; }
}

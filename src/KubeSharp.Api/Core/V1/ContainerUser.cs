namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerUser of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerUser")]
public sealed partial record ContainerUser : IApiRecord<ContainerUser>
{
    [Field("linux", 1)]
    public LinuxContainerUser? Linux { get; init; }
}

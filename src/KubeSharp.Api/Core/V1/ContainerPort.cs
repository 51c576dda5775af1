namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerPort of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerPort")]
public sealed partial record ContainerPort : IApiRecord<ContainerPort>
{
    [Field("name", 1)]
    public string? Name { get; init; }

    [Field("hostPort", 2)]
    public int? HostPort { get; init; }

    [Field("containerPort", 3, Required = true, Default = "0")]
    public int ContainerPortValue { get; init; }

    [Field("protocol", 4, Default = "\"TCP\"", Enum = "SCTP|TCP|UDP")]
    public string? Protocol { get; init; }

    [Field("hostIP", 5)]
    public string? HostIP { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>ContainerResizePolicy of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ContainerResizePolicy")]
public sealed partial record ContainerResizePolicy : IApiRecord<ContainerResizePolicy>
{
    [Field("resourceName", 1, Required = true, Default = "\"\"")]
    public string ResourceName { get; init; } = "";

    [Field("restartPolicy", 2, Required = true, Default = "\"\"")]
    public string RestartPolicy { get; init; } = "";
}

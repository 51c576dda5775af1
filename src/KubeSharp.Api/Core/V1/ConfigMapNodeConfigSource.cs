namespace KubeSharp.Api.Core.V1;

/// <summary>ConfigMapNodeConfigSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapNodeConfigSource")]
public sealed partial record ConfigMapNodeConfigSource : IApiRecord<ConfigMapNodeConfigSource>
{
    [Field("namespace", 1, Required = true, Default = "\"\"")]
    public string Namespace { get; init; } = "";

    [Field("name", 2, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("uid", 3)]
    public string? Uid { get; init; }

    [Field("resourceVersion", 4)]
    public string? ResourceVersion { get; init; }

    [Field("kubeletConfigKey", 5, Required = true, Default = "\"\"")]
    public string KubeletConfigKey { get; init; } = "";
}

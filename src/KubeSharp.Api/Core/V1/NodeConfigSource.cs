namespace KubeSharp.Api.Core.V1;

/// <summary>NodeConfigSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeConfigSource")]
public sealed partial record NodeConfigSource : IApiRecord<NodeConfigSource>
{
    [Field("configMap", 2)]
    public ConfigMapNodeConfigSource? ConfigMap { get; init; }
}

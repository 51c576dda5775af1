namespace KubeSharp.Api.Core.V1;

/// <summary>VolumeNodeAffinity of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.VolumeNodeAffinity")]
public sealed partial record VolumeNodeAffinity : IApiRecord<VolumeNodeAffinity>
{
    [Field("required", 1)]
    public NodeSelector? Required { get; init; }
}

namespace KubeSharp.Api.Storage.V1;

/// <summary>VolumeNodeResources of storage/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeNodeResources")]
public sealed partial record VolumeNodeResources : IApiRecord<VolumeNodeResources>
{
    [Field("count", 1, KeepZero = true)]
    public int? Count { get; init; }
}

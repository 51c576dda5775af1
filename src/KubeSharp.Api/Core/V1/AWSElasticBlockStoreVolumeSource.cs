namespace KubeSharp.Api.Core.V1;

/// <summary>AWSElasticBlockStoreVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource")]
public sealed partial record AWSElasticBlockStoreVolumeSource : IApiRecord<AWSElasticBlockStoreVolumeSource>
{
    [Field("volumeID", 1, Required = true, Default = "\"\"")]
    public string VolumeID { get; init; } = "";

    [Field("fsType", 2)]
    public string? FsType { get; init; }

    [Field("partition", 3)]
    public int? Partition { get; init; }

    [Field("readOnly", 4)]
    public bool? ReadOnly { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>FlockerVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.FlockerVolumeSource")]
public sealed partial record FlockerVolumeSource : IApiRecord<FlockerVolumeSource>
{
    [Field("datasetName", 1)]
    public string? DatasetName { get; init; }

    [Field("datasetUUID", 2)]
    public string? DatasetUUID { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>CSIVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.CSIVolumeSource")]
public sealed partial record CSIVolumeSource : IApiRecord<CSIVolumeSource>
{
    [Field("driver", 1, Required = true, Default = "\"\"")]
    public string Driver { get; init; } = "";

    [Field("readOnly", 2, KeepZero = true)]
    public bool? ReadOnly { get; init; }

    [Field("fsType", 3, KeepZero = true)]
    public string? FsType { get; init; }

    [Field("volumeAttributes", 4)]
    public ApiMap<string> VolumeAttributes { get; init; } = ApiMap<string>.Empty;

    [Field("nodePublishSecretRef", 5)]
    public LocalObjectReference? NodePublishSecretRef { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>CinderVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.CinderVolumeSource")]
public sealed partial record CinderVolumeSource : IApiRecord<CinderVolumeSource>
{
    [Field("volumeID", 1, Required = true, Default = "\"\"")]
    public string VolumeID { get; init; } = "";

    [Field("fsType", 2)]
    public string? FsType { get; init; }

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }

    [Field("secretRef", 4)]
    public LocalObjectReference? SecretRef { get; init; }
}

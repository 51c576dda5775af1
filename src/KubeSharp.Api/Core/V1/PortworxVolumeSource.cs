namespace KubeSharp.Api.Core.V1;

/// <summary>PortworxVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PortworxVolumeSource")]
public sealed partial record PortworxVolumeSource : IApiRecord<PortworxVolumeSource>
{
    [Field("volumeID", 1, Required = true, Default = "\"\"")]
    public string VolumeID { get; init; } = "";

    [Field("fsType", 2)]
    public string? FsType { get; init; }

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>PhotonPersistentDiskVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource")]
public sealed partial record PhotonPersistentDiskVolumeSource : IApiRecord<PhotonPersistentDiskVolumeSource>
{
    [Field("pdID", 1, Required = true, Default = "\"\"")]
    public string PdID { get; init; } = "";

    [Field("fsType", 2)]
    public string? FsType { get; init; }
}

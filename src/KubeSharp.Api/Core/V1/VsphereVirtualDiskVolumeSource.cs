namespace KubeSharp.Api.Core.V1;

/// <summary>VsphereVirtualDiskVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource")]
public sealed partial record VsphereVirtualDiskVolumeSource : IApiRecord<VsphereVirtualDiskVolumeSource>
{
    [Field("volumePath", 1, Required = true, Default = "\"\"")]
    public string VolumePath { get; init; } = "";

    [Field("fsType", 2)]
    public string? FsType { get; init; }

    [Field("storagePolicyName", 3)]
    public string? StoragePolicyName { get; init; }

    [Field("storagePolicyID", 4)]
    public string? StoragePolicyID { get; init; }
}

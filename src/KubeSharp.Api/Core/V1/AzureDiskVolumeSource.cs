namespace KubeSharp.Api.Core.V1;

/// <summary>AzureDiskVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.AzureDiskVolumeSource")]
public sealed partial record AzureDiskVolumeSource : IApiRecord<AzureDiskVolumeSource>
{
    [Field("diskName", 1, Required = true, Default = "\"\"")]
    public string DiskName { get; init; } = "";

    [Field("diskURI", 2, Required = true, Default = "\"\"")]
    public string DiskURI { get; init; } = "";

    [Field("cachingMode", 3, Default = "\"ReadWrite\"", Enum = "None|ReadOnly|ReadWrite", KeepZero = true)]
    public string? CachingMode { get; init; }

    [Field("fsType", 4, Default = "\"ext4\"", KeepZero = true)]
    public string? FsType { get; init; }

    [Field("readOnly", 5, KeepZero = true, Default = "false")]
    public bool? ReadOnly { get; init; }

    [Field("kind", 6, Default = "\"Shared\"", Enum = "Dedicated|Managed|Shared", KeepZero = true)]
    public string? Kind { get; init; }
}

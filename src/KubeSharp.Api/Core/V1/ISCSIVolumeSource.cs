namespace KubeSharp.Api.Core.V1;

/// <summary>ISCSIVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ISCSIVolumeSource")]
public sealed partial record ISCSIVolumeSource : IApiRecord<ISCSIVolumeSource>
{
    [Field("targetPortal", 1, Required = true, Default = "\"\"")]
    public string TargetPortal { get; init; } = "";

    [Field("iqn", 2, Required = true, Default = "\"\"")]
    public string Iqn { get; init; } = "";

    [Field("lun", 3, Required = true, Default = "0")]
    public int Lun { get; init; }

    [Field("iscsiInterface", 4, Default = "\"default\"")]
    public string? IscsiInterface { get; init; }

    [Field("fsType", 5)]
    public string? FsType { get; init; }

    [Field("readOnly", 6)]
    public bool? ReadOnly { get; init; }

    [Field("portals", 7, List = "atomic")]
    public ApiList<string> Portals { get; init; } = [];

    [Field("chapAuthDiscovery", 8)]
    public bool? ChapAuthDiscovery { get; init; }

    [Field("chapAuthSession", 11)]
    public bool? ChapAuthSession { get; init; }

    [Field("secretRef", 10)]
    public LocalObjectReference? SecretRef { get; init; }

    [Field("initiatorName", 12, KeepZero = true)]
    public string? InitiatorName { get; init; }
}

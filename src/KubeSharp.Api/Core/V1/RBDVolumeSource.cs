namespace KubeSharp.Api.Core.V1;

/// <summary>RBDVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.RBDVolumeSource")]
public sealed partial record RBDVolumeSource : IApiRecord<RBDVolumeSource>
{
    [Field("monitors", 1, Required = true, List = "atomic")]
    public ApiList<string> Monitors { get; init; } = [];

    [Field("image", 2, Required = true, Default = "\"\"")]
    public string Image { get; init; } = "";

    [Field("fsType", 3)]
    public string? FsType { get; init; }

    [Field("pool", 4, Default = "\"rbd\"")]
    public string? Pool { get; init; }

    [Field("user", 5, Default = "\"admin\"")]
    public string? User { get; init; }

    [Field("keyring", 6, Default = "\"/etc/ceph/keyring\"")]
    public string? Keyring { get; init; }

    [Field("secretRef", 7)]
    public LocalObjectReference? SecretRef { get; init; }

    [Field("readOnly", 8)]
    public bool? ReadOnly { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>ScaleIOPersistentVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ScaleIOPersistentVolumeSource")]
public sealed partial record ScaleIOPersistentVolumeSource : IApiRecord<ScaleIOPersistentVolumeSource>
{
    [Field("gateway", 1, Required = true, Default = "\"\"")]
    public string Gateway { get; init; } = "";

    [Field("system", 2, Required = true, Default = "\"\"")]
    public string System { get; init; } = "";

    [Field("secretRef", 3, Required = true)]
    public SecretReference SecretRef { get; init; } = SecretReference.Empty;

    [Field("sslEnabled", 4)]
    public bool? SslEnabled { get; init; }

    [Field("protectionDomain", 5)]
    public string? ProtectionDomain { get; init; }

    [Field("storagePool", 6)]
    public string? StoragePool { get; init; }

    [Field("storageMode", 7, Default = "\"ThinProvisioned\"")]
    public string? StorageMode { get; init; }

    [Field("volumeName", 8)]
    public string? VolumeName { get; init; }

    [Field("fsType", 9, Default = "\"xfs\"")]
    public string? FsType { get; init; }

    [Field("readOnly", 10)]
    public bool? ReadOnly { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>CinderPersistentVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.CinderPersistentVolumeSource")]
public sealed partial record CinderPersistentVolumeSource : IApiRecord<CinderPersistentVolumeSource>
{
    [Field("volumeID", 1, Required = true, Default = "\"\"")]
    public string VolumeID { get; init; } = "";

    [Field("fsType", 2)]
    public string? FsType { get; init; }

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }

    [Field("secretRef", 4)]
    public SecretReference? SecretRef { get; init; }
}

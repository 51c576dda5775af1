namespace KubeSharp.Api.Core.V1;

/// <summary>CephFSPersistentVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.CephFSPersistentVolumeSource")]
public sealed partial record CephFSPersistentVolumeSource : IApiRecord<CephFSPersistentVolumeSource>
{
    [Field("monitors", 1, Required = true, List = "atomic")]
    public ApiList<string> Monitors { get; init; } = [];

    [Field("path", 2)]
    public string? Path { get; init; }

    [Field("user", 3)]
    public string? User { get; init; }

    [Field("secretFile", 4)]
    public string? SecretFile { get; init; }

    [Field("secretRef", 5)]
    public SecretReference? SecretRef { get; init; }

    [Field("readOnly", 6)]
    public bool? ReadOnly { get; init; }
}

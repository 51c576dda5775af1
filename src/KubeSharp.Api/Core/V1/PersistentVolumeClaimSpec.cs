namespace KubeSharp.Api.Core.V1;

/// <summary>PersistentVolumeClaimSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimSpec")]
public sealed partial record PersistentVolumeClaimSpec : IApiRecord<PersistentVolumeClaimSpec>
{
    [Field("accessModes", 1, List = "atomic")]
    public ApiList<string> AccessModes { get; init; } = [];

    [Field("selector", 4)]
    public Meta.V1.LabelSelector? Selector { get; init; }

    [Field("resources", 2, Default = "{}")]
    public VolumeResourceRequirements Resources { get; init; } = VolumeResourceRequirements.Empty;

    [Field("volumeName", 3)]
    public string? VolumeName { get; init; }

    [Field("storageClassName", 5, KeepZero = true)]
    public string? StorageClassName { get; init; }

    [Field("volumeMode", 6, Enum = "Block|Filesystem", KeepZero = true)]
    public string? VolumeMode { get; init; }

    [Field("dataSource", 7)]
    public TypedLocalObjectReference? DataSource { get; init; }

    [Field("dataSourceRef", 8)]
    public TypedObjectReference? DataSourceRef { get; init; }

    [Field("volumeAttributesClassName", 9, KeepZero = true)]
    public string? VolumeAttributesClassName { get; init; }
}

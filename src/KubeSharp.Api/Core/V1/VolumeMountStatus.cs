namespace KubeSharp.Api.Core.V1;

/// <summary>VolumeMountStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.VolumeMountStatus")]
public sealed partial record VolumeMountStatus : IApiRecord<VolumeMountStatus>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("mountPath", 2, Required = true, Default = "\"\"")]
    public string MountPath { get; init; } = "";

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }

    [Field("recursiveReadOnly", 4, KeepZero = true)]
    public string? RecursiveReadOnly { get; init; }

    [Field("volumeStatus", 5)]
    public VolumeStatus? VolumeStatus { get; init; }
}

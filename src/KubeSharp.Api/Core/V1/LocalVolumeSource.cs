namespace KubeSharp.Api.Core.V1;

/// <summary>LocalVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.LocalVolumeSource")]
public sealed partial record LocalVolumeSource : IApiRecord<LocalVolumeSource>
{
    [Field("path", 1, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";

    [Field("fsType", 2, KeepZero = true)]
    public string? FsType { get; init; }
}

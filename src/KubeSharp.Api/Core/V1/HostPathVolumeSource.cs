namespace KubeSharp.Api.Core.V1;

/// <summary>HostPathVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.HostPathVolumeSource")]
public sealed partial record HostPathVolumeSource : IApiRecord<HostPathVolumeSource>
{
    [Field("path", 1, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";

    [Field("type", 2, Enum = "|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket", KeepZero = true)]
    public string? Type { get; init; }
}

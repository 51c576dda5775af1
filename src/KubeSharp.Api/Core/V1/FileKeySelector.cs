namespace KubeSharp.Api.Core.V1;

/// <summary>FileKeySelector of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.FileKeySelector", Atomic = true)]
public sealed partial record FileKeySelector : IApiRecord<FileKeySelector>
{
    [Field("volumeName", 1, Required = true, Default = "\"\"")]
    public string VolumeName { get; init; } = "";

    [Field("path", 2, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";

    [Field("key", 3, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";

    [Field("optional", 4, KeepZero = true, Default = "false")]
    public bool? Optional { get; init; }
}

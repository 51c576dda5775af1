namespace KubeSharp.Api.Core.V1;

/// <summary>VolumeDevice of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.VolumeDevice")]
public sealed partial record VolumeDevice : IApiRecord<VolumeDevice>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("devicePath", 2, Required = true, Default = "\"\"")]
    public string DevicePath { get; init; } = "";
}

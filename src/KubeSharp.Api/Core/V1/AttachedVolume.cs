namespace KubeSharp.Api.Core.V1;

/// <summary>AttachedVolume of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.AttachedVolume")]
public sealed partial record AttachedVolume : IApiRecord<AttachedVolume>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("devicePath", 2, Required = true, Default = "\"\"")]
    public string DevicePath { get; init; } = "";
}

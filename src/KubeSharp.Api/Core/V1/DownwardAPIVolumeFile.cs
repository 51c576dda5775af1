namespace KubeSharp.Api.Core.V1;

/// <summary>DownwardAPIVolumeFile of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.DownwardAPIVolumeFile")]
public sealed partial record DownwardAPIVolumeFile : IApiRecord<DownwardAPIVolumeFile>
{
    [Field("path", 1, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";

    [Field("fieldRef", 2)]
    public ObjectFieldSelector? FieldRef { get; init; }

    [Field("resourceFieldRef", 3)]
    public ResourceFieldSelector? ResourceFieldRef { get; init; }

    [Field("mode", 4, KeepZero = true)]
    public int? Mode { get; init; }
}

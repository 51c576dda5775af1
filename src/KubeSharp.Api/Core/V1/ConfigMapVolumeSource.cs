namespace KubeSharp.Api.Core.V1;

/// <summary>ConfigMapVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapVolumeSource")]
public sealed partial record ConfigMapVolumeSource : IApiRecord<ConfigMapVolumeSource>
{
    [Field("name", 0, Default = "\"\"")]
    public string? Name { get; init; }

    [Field("items", 2, List = "atomic")]
    public ApiList<KeyToPath> Items { get; init; } = [];

    [Field("defaultMode", 3, KeepZero = true)]
    public int? DefaultMode { get; init; }

    [Field("optional", 4, KeepZero = true)]
    public bool? Optional { get; init; }
}

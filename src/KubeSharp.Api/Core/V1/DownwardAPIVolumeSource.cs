namespace KubeSharp.Api.Core.V1;

/// <summary>DownwardAPIVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.DownwardAPIVolumeSource")]
public sealed partial record DownwardAPIVolumeSource : IApiRecord<DownwardAPIVolumeSource>
{
    [Field("items", 1, List = "atomic")]
    public ApiList<DownwardAPIVolumeFile> Items { get; init; } = [];

    [Field("defaultMode", 2, KeepZero = true)]
    public int? DefaultMode { get; init; }
}

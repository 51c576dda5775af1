namespace KubeSharp.Api.Core.V1;

/// <summary>ProjectedVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ProjectedVolumeSource")]
public sealed partial record ProjectedVolumeSource : IApiRecord<ProjectedVolumeSource>
{
    [Field("sources", 1, List = "atomic", KeepZero = true)]
    public ApiList<VolumeProjection> Sources { get; init; } = [];

    [Field("defaultMode", 2, KeepZero = true)]
    public int? DefaultMode { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>DownwardAPIProjection of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.DownwardAPIProjection")]
public sealed partial record DownwardAPIProjection : IApiRecord<DownwardAPIProjection>
{
    [Field("items", 1, List = "atomic")]
    public ApiList<DownwardAPIVolumeFile> Items { get; init; } = [];
}

namespace KubeSharp.Api.Core.V1;

/// <summary>GlusterfsVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.GlusterfsVolumeSource")]
public sealed partial record GlusterfsVolumeSource : IApiRecord<GlusterfsVolumeSource>
{
    [Field("endpoints", 1, Required = true, Default = "\"\"")]
    public string Endpoints { get; init; } = "";

    [Field("path", 2, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }
}

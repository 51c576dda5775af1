namespace KubeSharp.Api.Core.V1;

/// <summary>GlusterfsPersistentVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.GlusterfsPersistentVolumeSource")]
public sealed partial record GlusterfsPersistentVolumeSource : IApiRecord<GlusterfsPersistentVolumeSource>
{
    [Field("endpoints", 1, Required = true, Default = "\"\"")]
    public string Endpoints { get; init; } = "";

    [Field("path", 2, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }

    [Field("endpointsNamespace", 4, KeepZero = true)]
    public string? EndpointsNamespace { get; init; }
}

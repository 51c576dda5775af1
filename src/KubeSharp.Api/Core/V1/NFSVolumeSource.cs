namespace KubeSharp.Api.Core.V1;

/// <summary>NFSVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NFSVolumeSource")]
public sealed partial record NFSVolumeSource : IApiRecord<NFSVolumeSource>
{
    [Field("server", 1, Required = true, Default = "\"\"")]
    public string Server { get; init; } = "";

    [Field("path", 2, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }
}

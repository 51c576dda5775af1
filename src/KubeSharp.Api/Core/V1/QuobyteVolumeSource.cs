namespace KubeSharp.Api.Core.V1;

/// <summary>QuobyteVolumeSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.QuobyteVolumeSource")]
public sealed partial record QuobyteVolumeSource : IApiRecord<QuobyteVolumeSource>
{
    [Field("registry", 1, Required = true, Default = "\"\"")]
    public string Registry { get; init; } = "";

    [Field("volume", 2, Required = true, Default = "\"\"")]
    public string Volume { get; init; } = "";

    [Field("readOnly", 3)]
    public bool? ReadOnly { get; init; }

    [Field("user", 4)]
    public string? User { get; init; }

    [Field("group", 5)]
    public string? Group { get; init; }

    [Field("tenant", 6)]
    public string? Tenant { get; init; }
}

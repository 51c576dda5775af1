namespace KubeSharp.Api.Core.V1;

/// <summary>ServiceAccountTokenProjection of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ServiceAccountTokenProjection")]
public sealed partial record ServiceAccountTokenProjection : IApiRecord<ServiceAccountTokenProjection>
{
    [Field("audience", 1)]
    public string? Audience { get; init; }

    [Field("expirationSeconds", 2, KeepZero = true)]
    public long? ExpirationSeconds { get; init; }

    [Field("path", 3, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";
}

namespace KubeSharp.Api.Certificates.V1;

/// <summary>CertificateSigningRequestCondition of certificates/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestCondition")]
public sealed partial record CertificateSigningRequestCondition : IApiRecord<CertificateSigningRequestCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 6, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("reason", 2)]
    public string? Reason { get; init; }

    [Field("message", 3)]
    public string? Message { get; init; }

    [Field("lastUpdateTime", 4, NullIfNone = true)]
    public DateTimeOffset? LastUpdateTime { get; init; }

    [Field("lastTransitionTime", 5, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>PodCertificateProjection of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodCertificateProjection")]
public sealed partial record PodCertificateProjection : IApiRecord<PodCertificateProjection>
{
    [Field("signerName", 1, Required = true)]
    public string SignerName { get; init; } = "";

    [Field("keyType", 2, Required = true)]
    public string KeyType { get; init; } = "";

    [Field("maxExpirationSeconds", 3, KeepZero = true)]
    public int? MaxExpirationSeconds { get; init; }

    [Field("credentialBundlePath", 4)]
    public string? CredentialBundlePath { get; init; }

    [Field("keyPath", 5)]
    public string? KeyPath { get; init; }

    [Field("certificateChainPath", 6)]
    public string? CertificateChainPath { get; init; }

    [Field("userAnnotations", 7)]
    public ApiMap<string> UserAnnotations { get; init; } = ApiMap<string>.Empty;
}

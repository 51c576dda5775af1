namespace KubeSharp.Api.Certificates.V1;

/// <summary>CertificateSigningRequestSpec of certificates/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestSpec")]
public sealed partial record CertificateSigningRequestSpec : IApiRecord<CertificateSigningRequestSpec>
{
    [Field("request", 1, Required = true)]
    public ApiBytes Request { get; init; } = ApiBytes.Empty;

    [Field("signerName", 7, Required = true, Default = "\"\"")]
    public string SignerName { get; init; } = "";

    [Field("expirationSeconds", 8, KeepZero = true)]
    public int? ExpirationSeconds { get; init; }

    [Field("usages", 5, List = "atomic")]
    public ApiList<string> Usages { get; init; } = [];

    [Field("username", 2)]
    public string? Username { get; init; }

    [Field("uid", 3)]
    public string? Uid { get; init; }

    [Field("groups", 4, List = "atomic")]
    public ApiList<string> Groups { get; init; } = [];

    [Field("extra", 6)]
    public ApiMap<ApiList<string>> Extra { get; init; } = ApiMap<ApiList<string>>.Empty;
}

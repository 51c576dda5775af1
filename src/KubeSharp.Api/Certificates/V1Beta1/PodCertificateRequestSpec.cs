namespace KubeSharp.Api.Certificates.V1Beta1;

/// <summary>PodCertificateRequestSpec of certificates/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.certificates.v1beta1.PodCertificateRequestSpec")]
public sealed partial record PodCertificateRequestSpec : IApiRecord<PodCertificateRequestSpec>
{
    [Field("signerName", 1, Required = true, Default = "\"\"")]
    public string SignerName { get; init; } = "";

    [Field("podName", 2, Required = true, Default = "\"\"")]
    public string PodName { get; init; } = "";

    [Field("podUID", 3, Required = true, Default = "\"\"")]
    public string PodUID { get; init; } = "";

    [Field("serviceAccountName", 4, Required = true, Default = "\"\"")]
    public string ServiceAccountName { get; init; } = "";

    [Field("serviceAccountUID", 5, Required = true, Default = "\"\"")]
    public string ServiceAccountUID { get; init; } = "";

    [Field("nodeName", 6, Required = true, Default = "\"\"")]
    public string NodeName { get; init; } = "";

    [Field("nodeUID", 7, Required = true, Default = "\"\"")]
    public string NodeUID { get; init; } = "";

    [Field("maxExpirationSeconds", 8, Default = "86400", KeepZero = true)]
    public int? MaxExpirationSeconds { get; init; }

    [Field("pkixPublicKey", 9, KeepZero = true)]
    public ApiBytes? PkixPublicKey { get; init; }

    [Field("proofOfPossession", 10, KeepZero = true)]
    public ApiBytes? ProofOfPossession { get; init; }

    [Field("stubPKCS10Request", 12, Required = true)]
    public ApiBytes StubPKCS10Request { get; init; } = ApiBytes.Empty;

    [Field("unverifiedUserAnnotations", 11)]
    public ApiMap<string> UnverifiedUserAnnotations { get; init; } = ApiMap<string>.Empty;
}

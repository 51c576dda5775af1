namespace KubeSharp.Api.Certificates.V1;

/// <summary>CertificateSigningRequest of certificates/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequest")]
[Kind("certificates.k8s.io", "v1", "CertificateSigningRequest", Plural = "certificatesigningrequests", Singular = "certificatesigningrequest", ShortNames = "csr", Verbs = "create delete deletecollection get list patch update watch", Subresources = "approval://CertificateSigningRequest:get,patch,update status://CertificateSigningRequest:get,patch,update")]
public sealed partial record CertificateSigningRequest : IApiObject<CertificateSigningRequest>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public CertificateSigningRequestSpec Spec { get; init; } = CertificateSigningRequestSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public CertificateSigningRequestStatus Status { get; init; } = CertificateSigningRequestStatus.Empty;
}

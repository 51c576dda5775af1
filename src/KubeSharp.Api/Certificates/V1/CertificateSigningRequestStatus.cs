namespace KubeSharp.Api.Certificates.V1;

/// <summary>CertificateSigningRequestStatus of certificates/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestStatus")]
public sealed partial record CertificateSigningRequestStatus : IApiRecord<CertificateSigningRequestStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type")]
    public ApiList<CertificateSigningRequestCondition> Conditions { get; init; } = [];

    [Field("certificate", 2)]
    public ApiBytes? Certificate { get; init; }
}

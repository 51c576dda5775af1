namespace KubeSharp.Api.Certificates.V1Beta1;

/// <summary>PodCertificateRequest of certificates/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.certificates.v1beta1.PodCertificateRequest")]
[Kind("certificates.k8s.io", "v1beta1", "PodCertificateRequest")]
public sealed partial record PodCertificateRequest : IApiObject<PodCertificateRequest>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public PodCertificateRequestSpec Spec { get; init; } = PodCertificateRequestSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public PodCertificateRequestStatus Status { get; init; } = PodCertificateRequestStatus.Empty;
}

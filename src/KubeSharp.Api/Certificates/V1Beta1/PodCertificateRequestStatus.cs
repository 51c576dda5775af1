namespace KubeSharp.Api.Certificates.V1Beta1;

/// <summary>PodCertificateRequestStatus of certificates/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.certificates.v1beta1.PodCertificateRequestStatus")]
public sealed partial record PodCertificateRequestStatus : IApiRecord<PodCertificateRequestStatus>
{
    [Field("conditions", 1, List = "map", Keys = "type", Patch = "merge", MergeKey = "type")]
    public ApiList<Meta.V1.Condition> Conditions { get; init; } = [];

    [Field("certificateChain", 2)]
    public string? CertificateChain { get; init; }

    [Field("notBefore", 4)]
    public DateTimeOffset? NotBefore { get; init; }

    [Field("beginRefreshAt", 5)]
    public DateTimeOffset? BeginRefreshAt { get; init; }

    [Field("notAfter", 6)]
    public DateTimeOffset? NotAfter { get; init; }
}

namespace KubeSharp.Api.Certificates.V1Alpha1;

/// <summary>ClusterTrustBundleSpec of certificates/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.certificates.v1alpha1.ClusterTrustBundleSpec")]
public sealed partial record ClusterTrustBundleSpec : IApiRecord<ClusterTrustBundleSpec>
{
    [Field("signerName", 1)]
    public string? SignerName { get; init; }

    [Field("trustBundle", 2, Required = true, Default = "\"\"")]
    public string TrustBundle { get; init; } = "";
}

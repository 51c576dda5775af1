namespace KubeSharp.Api.Certificates.V1Alpha1;

/// <summary>ClusterTrustBundle of certificates/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.certificates.v1alpha1.ClusterTrustBundle")]
[Kind("certificates.k8s.io", "v1alpha1", "ClusterTrustBundle")]
public sealed partial record ClusterTrustBundle : IApiObject<ClusterTrustBundle>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public ClusterTrustBundleSpec Spec { get; init; } = ClusterTrustBundleSpec.Empty;
}

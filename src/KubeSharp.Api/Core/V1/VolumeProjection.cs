namespace KubeSharp.Api.Core.V1;

/// <summary>VolumeProjection of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.VolumeProjection")]
public sealed partial record VolumeProjection : IApiRecord<VolumeProjection>
{
    [Field("secret", 1)]
    public SecretProjection? Secret { get; init; }

    [Field("downwardAPI", 2)]
    public DownwardAPIProjection? DownwardAPI { get; init; }

    [Field("configMap", 3)]
    public ConfigMapProjection? ConfigMap { get; init; }

    [Field("serviceAccountToken", 4)]
    public ServiceAccountTokenProjection? ServiceAccountToken { get; init; }

    [Field("clusterTrustBundle", 5)]
    public ClusterTrustBundleProjection? ClusterTrustBundle { get; init; }

    [Field("podCertificate", 6)]
    public PodCertificateProjection? PodCertificate { get; init; }
}

namespace KubeSharp.Api.Core.V1;

/// <summary>ClusterTrustBundleProjection of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ClusterTrustBundleProjection")]
public sealed partial record ClusterTrustBundleProjection : IApiRecord<ClusterTrustBundleProjection>
{
    [Field("name", 1, KeepZero = true)]
    public string? Name { get; init; }

    [Field("signerName", 2, KeepZero = true)]
    public string? SignerName { get; init; }

    [Field("labelSelector", 3)]
    public Meta.V1.LabelSelector? LabelSelector { get; init; }

    [Field("optional", 5, KeepZero = true)]
    public bool? Optional { get; init; }

    [Field("path", 4, Required = true, Default = "\"\"")]
    public string Path { get; init; } = "";
}

using System.Collections.Immutable;
using KubeSharp.Api;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Resources that upstream has and does not serve by default, for those who ask for them by option (--runtime-config): cluster trust bundles, requests of pods' certificates. Source: API groups, enabling or disabling.</summary>
internal static class PreviewResources
{
    private static readonly ImmutableArray<string> _verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly ImmutableArray<ApiResource> _all =
    [
        new("certificates.k8s.io", "v1beta1", "ClusterTrustBundle", "clustertrustbundles", false, "io.k8s.api.certificates.v1beta1.ClusterTrustBundle")
        {
            Singular = "clustertrustbundle",
            Verbs = _verbs,
        },
        new("certificates.k8s.io", "v1beta1", "PodCertificateRequest", "podcertificaterequests", true, "io.k8s.api.certificates.v1beta1.PodCertificateRequest")
        {
            Singular = "podcertificaterequest",
            Verbs = _verbs,
            Subresources = [new("status", "", "", "PodCertificateRequest", ["get", "patch", "update"])],
        },
    ];

    /// <summary>Those that are named as GROUP/VERSION or GROUP/VERSION/RESOURCE; other names are passed over.</summary>
    public static IEnumerable<ApiResource> Named(ImmutableArray<string> names) => _all.Where(r => names.Contains(r.GroupVersion) || names.Contains($"{r.GroupVersion}/{r.Plural}"));
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api.Certificates.V1Beta1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>The certificates that a trust bundle projection brings. Pure. Source: Projected Volumes, clusterTrustBundle; KEP-3257.</summary>
internal static class TrustAnchors
{
    private const string Label = "CERTIFICATE";

    /// <summary>Each certificate once, as PEM without headers; empty where none matches and that is allowed.</summary>
    /// <param name="projection">Which bundles: one by name, or those of a signer by their labels.</param>
    /// <param name="bundles">All there are; null: the API server does not offer them.</param>
    /// <exception cref="VolumeException">None matches.</exception>
    public static byte[] Of(ClusterTrustBundleProjection projection, ImmutableArray<ClusterTrustBundle>? bundles)
    {
        if (bundles is not { } all) { throw new VolumeException("clusterTrustBundle projections need certificates.k8s.io/v1beta1 clustertrustbundles, which the API server does not serve (--runtime-config)"); }
        var chosen = projection.Name is { Length: > 0 } name
            ? all.Where(b => b.Metadata.Name == name).ToList()
            : all.Where(b => b.Spec.SignerName == projection.SignerName && projection.LabelSelector is { } selector && selector.Matches(b.Metadata.Labels)).ToList();
        if (chosen.Count == 0 && projection.Optional != true)
        {
            throw new VolumeException(projection.Name is { Length: > 0 } missing ? $"clustertrustbundle \"{missing}\" not found"
                : $"combination of signerName {projection.SignerName} and labelSelector matched zero ClusterTrustBundles");
        }
        var (seen, text) = (new HashSet<string>(StringComparer.Ordinal), new StringBuilder());
        foreach (var bundle in chosen) { Add(bundle.Spec.TrustBundle, seen, text); }
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Add(ReadOnlySpan<char> bundle, HashSet<string> seen, StringBuilder text)
    {
        while (PemEncoding.TryFind(bundle, out var fields))
        {
            if (bundle[fields.Label] is Label && seen.Add(bundle[fields.Base64Data].ToString().ReplaceLineEndings("")))
            {
                text.Append(PemEncoding.Write(Label, Convert.FromBase64String(bundle[fields.Base64Data].ToString()))).Append('\n');
            }
            bundle = bundle[fields.Location.End..];
        }
    }
}

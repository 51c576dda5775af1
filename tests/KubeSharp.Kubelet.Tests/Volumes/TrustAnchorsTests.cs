using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Certificates.V1Beta1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Tests.Volumes;

public sealed class TrustAnchorsTests
{
    private static readonly string _one = PemEncoding.WriteString("CERTIFICATE", [1, 2, 3]), _two = PemEncoding.WriteString("CERTIFICATE", [4, 5, 6]);

    private static readonly ImmutableArray<ClusterTrustBundle> _bundles =
    [
        Bundle("named", null, "words before\n" + _one + "\nwords between\n" + _one + "\n"),
        Bundle("example.org:a:1", "example.org/a", _two + "\n" + _one + "\n", ("live", "yes")),
        Bundle("example.org:a:2", "example.org/a", _one + "\n", ("live", "no")),
    ];

    [Fact]
    public void Certificates_come_once_and_without_what_stands_around_them() =>
        Assert.Equal(_one + "\n", Text(new ClusterTrustBundleProjection { Name = "named", Path = "p" }));

    [Fact]
    public void Bundles_of_a_signer_are_chosen_by_their_labels_and_joined()
    {
        Assert.Equal(_two + "\n" + _one + "\n", Text(Of("example.org/a", new LabelSelector())));
        Assert.Equal(_one + "\n", Text(Of("example.org/a", new LabelSelector { MatchLabels = ApiMap.Of(("live", "no")) })));
    }

    [Fact]
    public void No_selector_matches_nothing() =>
        Assert.Contains("matched zero ClusterTrustBundles", Assert.Throws<VolumeException>(() => Text(Of("example.org/a", null))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_missing_is_an_empty_file_only_where_it_is_optional()
    {
        Assert.Equal("", Text(new ClusterTrustBundleProjection { Name = "other", Path = "p", Optional = true }));
        Assert.Equal("clustertrustbundle \"other\" not found", Assert.Throws<VolumeException>(() => Text(new ClusterTrustBundleProjection { Name = "other", Path = "p" })).Message);
    }

    [Fact]
    public void Where_the_api_server_offers_none_it_is_said() =>
        Assert.Contains("does not serve", Assert.Throws<VolumeException>(() => TrustAnchors.Of(new ClusterTrustBundleProjection { Name = "named", Optional = true }, null)).Message, StringComparison.Ordinal);

    private static ClusterTrustBundleProjection Of(string signer, LabelSelector? selector) => new() { SignerName = signer, LabelSelector = selector, Path = "p" };

    private static string Text(ClusterTrustBundleProjection projection) => Encoding.ASCII.GetString(TrustAnchors.Of(projection, _bundles));

    private static ClusterTrustBundle Bundle(string name, string? signer, string text, params (string, string)[] labels) =>
        new() { Metadata = new ObjectMeta { Name = name, Labels = ApiMap.Of(labels) }, Spec = new ClusterTrustBundleSpec { SignerName = signer, TrustBundle = text } };
}

using System.Net;
using System.Text;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Tokens;
using KubeSharp.Pki.Certificates;
using KubeSharp.Pki.Tokens;

namespace KubeSharp.Bootstrap.Tests;

public sealed class JoinTests
{
    private static readonly BootstrapToken _token = new("abcdef", "0123456789abcdef");
    private static readonly CertificateAuthority _authority = CertificateAuthority.Create("kubernetes", DateTimeOffset.UtcNow);

    [Fact]
    public void A_signed_cluster_info_of_the_pinned_authority_is_believed()
    {
        var found = ClusterDiscovery.Authorities(Info(_token), Target(_token, AuthorityHash.Of(_authority.Certificate)));
        Assert.Equal(_authority.Certificate.Thumbprint, Assert.Single(found).Thumbprint);
        Assert.Single(ClusterDiscovery.Authorities(Info(_token), Target(_token)));
    }

    [Fact]
    public void Another_authority_another_secret_and_an_unknown_token_are_not_believed()
    {
        Assert.Contains("hash", Refused(Info(_token), Target(_token, "sha256:" + new string('0', 64))));
        Assert.Contains("signature does not hold", Refused(Info(_token), Target(_token with { Secret = "fedcba9876543210" })));
        Assert.Contains("not signed by token zzzzzz", Refused(Info(_token), Target(_token with { Id = "zzzzzz" })));
        var changed = (ObjectNode)Info(_token).With(["data", "kubeconfig"], "clusters: []");
        Assert.Contains("signature does not hold", Refused(changed, Target(_token)));
    }

    [Fact]
    public void Settings_are_read_back_as_they_were_written()
    {
        var settings = new ClusterSettings(IPNetwork.Parse("10.244.0.0/16"), IPNetwork.Parse("10.96.0.0/12"), "cluster.local", ["10.96.0.10"]);
        var maps = settings.ToMaps("192.0.2.1:6443", "v1.36.0").ToDictionary(static m => m.Map, static m => Yaml.Read(Yaml.Write(m.Value)));
        var read = ClusterSettings.From(maps["kubeadm-config"], maps["kubelet-config"]);
        Assert.Equal((settings.PodCidr, settings.ServiceCidr, settings.Domain), (read.PodCidr, read.ServiceCidr, read.Domain));
        Assert.Equal(settings.Dns.AsEnumerable(), read.Dns.AsEnumerable());
    }

    private static string Refused(Node info, JoinTarget target) => Assert.Throws<JoinException>(() => ClusterDiscovery.Authorities(info, target)).Message;

    private static JoinTarget Target(BootstrapToken token, params string[] hashes) => new(new Uri("https://192.0.2.1:6443"), token, [.. hashes]);

    private static ObjectNode Info(BootstrapToken token)
    {
        var pem = Convert.ToBase64String(Encoding.UTF8.GetBytes(_authority.Certificate.ExportCertificatePem()));
        var content = $"apiVersion: v1\nkind: Config\nclusters:\n- name: \"\"\n  cluster:\n    certificate-authority-data: {pem}\n    server: https://192.0.2.1:6443\n";
        return ObjectNode.Of(("data", ObjectNode.Of(("kubeconfig", content), (DetachedSignature.KeyOf(token.Id), DetachedSignature.Of(content, token.Id, token.Secret)))));
    }
}

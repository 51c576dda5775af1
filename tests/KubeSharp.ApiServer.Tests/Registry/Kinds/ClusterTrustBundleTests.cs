using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.ApiServer.Tests.Registry.Kinds;

/// <summary>Cluster trust bundles, which are served where they are asked for.</summary>
public sealed class ClusterTrustBundleTests
{
    private const string Bundles = "/apis/certificates.k8s.io/v1beta1/clustertrustbundles";
    private static readonly string _pem = CertificateAuthority.Create("root", DateTimeOffset.UtcNow).Certificate.ExportCertificatePem();

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(static o => o with { PreviewVersions = ["certificates.k8s.io/v1beta1"] });

    private static string Bundle(string name, string? signer = null, string? pem = null) =>
        ObjectNode.Of(("metadata", ObjectNode.Of(("name", name))), ("spec", ObjectNode.Of(("signerName", signer), ("trustBundle", pem ?? _pem)))).ToString();

    [Fact]
    public async Task They_are_made_found_by_their_signer_and_shown_in_discovery()
    {
        await using var server = await StartAsync();
        foreach (var body in new[] { Bundle("plain"), Bundle("example.com:root:first", "example.com/root") })
        {
            var (code, made) = await server.SendAsync("POST", Bundles, body);
            Assert.True(code == 201, made.ToString());
        }
        Assert.Equal("example.com:root:first", Assert.Single((ArrayNode)(await server.SendAsync("GET", Bundles + "?fieldSelector=spec.signerName%3Dexample.com/root")).Body["items"]!).TextAt("metadata", "name"));
        Assert.Contains((ArrayNode)(await server.SendAsync("GET", "/apis/certificates.k8s.io/v1beta1")).Body["resources"]!, static r => r.TextAt("kind") == "ClusterTrustBundle");
        Assert.NotNull((await server.SendAsync("GET", "/openapi/v3/apis/certificates.k8s.io/v1beta1")).Body.At("components", "schemas", "io.k8s.api.certificates.v1beta1.ClusterTrustBundle"));
        await using var without = await TestServer.StartAsync();
        Assert.Equal(404, (await without.SendAsync("GET", Bundles)).Code);
    }

    [Theory]
    [InlineData("a:b", null, null, "ClusterTrustBundle without signer name must not have")]
    [InlineData("first", "example.com/root", null, "must be named with prefix example.com:root:")]
    [InlineData("a", null, "nothing", "at least one trust anchor must be provided")]
    [InlineData("a", null, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "entry 0 has bad block type: PUBLIC KEY")]
    [InlineData("a", null, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "entry 0 does not parse as X.509")]
    public async Task What_is_no_bundle_is_refused(string name, string? signer, string? pem, string reason)
    {
        await using var server = await StartAsync();
        var (code, refused) = await server.SendAsync("POST", Bundles, Bundle(name, signer, pem));
        Assert.Equal(422, code);
        Assert.Contains(reason, refused.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_stands_in_it_once_and_the_signer_stays()
    {
        await using var server = await StartAsync();
        Assert.Contains("entry 1 is a duplicate", (await server.SendAsync("POST", Bundles, Bundle("twice", pem: _pem + "\n" + _pem))).Body.TextAt("message"), StringComparison.Ordinal);
        await server.SendAsync("POST", Bundles, Bundle("example.com:root:a", "example.com/root"));
        var (code, refused) = await server.SendAsync("PATCH", Bundles + "/example.com:root:a", """{"spec":{"signerName":"example.com/other"}}""", "application/merge-patch+json");
        Assert.Equal(422, code);
        Assert.Contains("spec.signerName: Invalid value: \"example.com/other\": field is immutable", refused.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_attest_for_the_signer_neither_makes_nor_changes_its_bundles()
    {
        await using var server = await StartAsync();
        const string Rbac = "/apis/rbac.authorization.k8s.io/v1/";
        await server.SendAsync("POST", Rbac + "clusterroles", """{"metadata":{"name":"bundles"},"rules":[{"apiGroups":["certificates.k8s.io"],"resources":["clustertrustbundles"],"verbs":["*"]},{"apiGroups":["certificates.k8s.io"],"resources":["signers"],"resourceNames":["mine.com/*"],"verbs":["attest"]}]}""");
        await server.SendAsync("POST", Rbac + "clusterrolebindings", """{"metadata":{"name":"bundles"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"bundles"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"jane"}]}""");
        await server.SendAsync("GET", Rbac + "clusterrolebindings");
        Assert.Equal(201, (await server.SendAsync("POST", Bundles, Bundle("mine.com:root:a", "mine.com/root"), user: "jane")).Code);
        Assert.Equal(201, (await server.SendAsync("POST", Bundles, Bundle("plain"), user: "jane")).Code);
        var (code, refused) = await server.SendAsync("POST", Bundles, Bundle("example.com:root:a", "example.com/root"), user: "jane");
        Assert.Equal((403, "clustertrustbundles.certificates.k8s.io \"example.com:root:a\" is forbidden: user not permitted to attest for signerName \"example.com/root\""), (code, refused.TextAt("message")));
        await server.SendAsync("POST", Bundles, Bundle("example.com:root:b", "example.com/root"));
        Assert.Equal(200, (await server.SendAsync("PATCH", Bundles + "/example.com:root:b", """{"metadata":{"finalizers":["a.b/c"]}}""", "application/merge-patch+json", "jane")).Code);
        Assert.Equal(403, (await server.SendAsync("PATCH", Bundles + "/example.com:root:b", """{"metadata":{"labels":{"a":"b"}}}""", "application/merge-patch+json", "jane")).Code);
        var other = CertificateAuthority.Create("other", DateTimeOffset.UtcNow).Certificate.ExportCertificatePem();
        Assert.Equal(403, (await server.SendAsync("PATCH", Bundles + "/example.com:root:b", ObjectNode.Of(("spec", ObjectNode.Of(("trustBundle", other)))).ToString(), "application/merge-patch+json", "jane")).Code);
    }
}

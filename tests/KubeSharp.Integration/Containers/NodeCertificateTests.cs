using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Certificates;
using KubeSharp.Pki.Keys;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>Certificates of pods: asked for by the node, issued or denied by a signer of the tests.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeCertificateTests(NodeCluster cluster) : NodePods(cluster)
{
    private const string Resource = "podcertificaterequests.v1beta1.certificates.k8s.io";
    private static readonly CertificateAuthority _authority = CertificateAuthority.Create("signer of the tests", DateTimeOffset.UtcNow);

    private static string Pod(string name, string signer, string keyType) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: {{name}} }
        spec:
          terminationGracePeriodSeconds: 1
          securityContext: { runAsUser: 1000 }
          volumes:
            - name: v
              projected:
                sources:
                  - podCertificate: { signerName: {{signer}}, keyType: {{keyType}}, credentialBundlePath: bundle.pem, keyPath: key.pem, certificateChainPath: chain.pem, maxExpirationSeconds: 3600, userAnnotations: { "example.com/told": "yes" } }
                  - clusterTrustBundle: { signerName: {{signer}}, labelSelector: {}, path: trust.pem, optional: true }
          containers:
            - { name: c, image: "{{NodeCluster.Image}}", command: [sleep, "600"], volumeMounts: [{ name: v, mountPath: /tls }] }

        """;

    // The request that the node has made for the pod.
    private async Task<Node> RequestAsync(string signer)
    {
        var said = await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("get", Resource, "--field-selector", $"spec.signerName={signer}", "-o", "json"), static list => Node.Parse(list).At("items") is ArrayNode { Count: > 0 });
        return ((ArrayNode)Node.Parse(said).At("items")!)[0];
    }

    private async Task AnswerAsync(Node request, ObjectNode status) =>
        await Cluster.PodAsync("patch", Resource, request.TextAt("metadata", "name")!, "--subresource=status", "--type=merge", "-p", ObjectNode.Of(("status", status)).ToString());

    private static ObjectNode Condition(string type, string reason, string message) =>
        ObjectNode.Of(("type", type), ("status", "True"), ("reason", reason), ("message", message), ("lastTransitionTime", Text(DateTimeOffset.UtcNow)));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static ObjectNode Issued(Node request)
    {
        var asked = SigningRequestDocument.Read(Convert.FromBase64String(request.TextAt("spec", "stubPKCS10Request")!))!;
        Assert.True(asked.IsSigned());
        var from = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var leaf = new CertificateRequest(new X500DistinguishedName($"CN={request.TextAt("spec", "podName")}"), asked.PublicKey, HashAlgorithmName.SHA256);
        using var signed = leaf.Create(_authority.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_authority.Certificate.GetECDsaPrivateKey()!), from, from.AddHours(1), [1, 2, 3]);
        return ObjectNode.Of(("conditions", new ArrayNode([Condition("Issued", "Issued", "")])), ("certificateChain", $"of the tests\n{signed.ExportCertificatePem()}\n{_authority.Certificate.ExportCertificatePem()}\n"),
            ("notBefore", Text(from)), ("notAfter", Text(from.AddHours(1))), ("beginRefreshAt", Text(from.AddMinutes(30))));
    }

    [Fact]
    public async Task A_pod_finds_its_key_its_certificate_and_whom_it_may_trust()
    {
        const string Signer = "example.com/issues";
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, ObjectNode.Of(("apiVersion", "certificates.k8s.io/v1beta1"), ("kind", "ClusterTrustBundle"), ("metadata", ObjectNode.Of(("name", "example.com:issues:root"))),
            ("spec", ObjectNode.Of(("signerName", Signer), ("trustBundle", _authority.Certificate.ExportCertificatePem())))).ToString());
        await Cluster.KubectlAsync("apply", "-f", file);
        File.Delete(file);
        await ApplyAsync(Pod("certified", Signer, "ECDSAP384"));
        var request = await RequestAsync(Signer);
        var pod = await Cluster.GetAsync("pod", "certified");
        Assert.Equal(("certified", pod.TextAt("metadata", "uid"), "3600", "yes"), (request.TextAt("spec", "podName"), request.TextAt("spec", "podUID"), $"{request.At("spec", "maxExpirationSeconds")}", request.TextAt("spec", "unverifiedUserAnnotations", "example.com/told")));
        await AnswerAsync(request, Issued(request));
        await RunningAsync("certified");
        var bundle = await Cluster.PodAsync("exec", "certified", "--", "cat", "/tls/bundle.pem");
        using var certificate = X509Certificate2.CreateFromPem(bundle, bundle);
        Assert.Equal(("CN=certified", 384), (certificate.Subject, certificate.GetECDsaPrivateKey()!.KeySize));
        Assert.DoesNotContain("of the tests", bundle, StringComparison.Ordinal);
        Assert.Equal(bundle, await Cluster.PodAsync("exec", "certified", "--", "cat", "/tls/key.pem", "/tls/chain.pem"));
        Assert.Equal("600 1000", (await Cluster.PodAsync("exec", "certified", "--", "stat", "-L", "-c", "%a %u", "/tls/key.pem")).Trim());
        using var trusted = X509Certificate2.CreateFromPem(await Cluster.PodAsync("exec", "certified", "--", "cat", "/tls/trust.pem"));
        Assert.Equal(_authority.Certificate.Thumbprint, trusted.Thumbprint);
        await DeleteAsync("certified");
    }

    [Fact]
    public async Task What_the_signer_denies_is_told_at_the_pod()
    {
        const string Signer = "example.com/denies";
        await ApplyAsync(Pod("denied", Signer, "ED25519"));
        var request = await RequestAsync(Signer);
        Assert.True(SigningRequestDocument.Read(Convert.FromBase64String(request.TextAt("spec", "stubPKCS10Request")!))!.IsSigned());
        await AnswerAsync(request, ObjectNode.Of(("conditions", new ArrayNode([Condition("Denied", "UnsupportedKeyType", "give ECDSAP256")]))));
        await LocalClusterFixture.AwaitAsync(() => Cluster.PodAsync("get", "events", "--field-selector", "involvedObject.name=denied,reason=Denied", "-o", "jsonpath={.items[*].message}"),
            static said => said.Contains("was denied, reason=\"UnsupportedKeyType\", message=\"give ECDSAP256\"", StringComparison.Ordinal));
        await ExpectAsync("denied", "status.phase=Pending");
        await DeleteAsync("denied");
    }
}

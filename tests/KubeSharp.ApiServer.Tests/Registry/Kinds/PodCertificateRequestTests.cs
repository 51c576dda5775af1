using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Certificates;
using KubeSharp.Pki.Keys;

namespace KubeSharp.ApiServer.Tests.Registry.Kinds;

/// <summary>Requests for pods' certificates, which are served where they are asked for.</summary>
public sealed class PodCertificateRequestTests
{
    private const string Version = "certificates.k8s.io/v1beta1", Signer = "example.com/signer";
    private const string Requests = $"/apis/{Version}/namespaces/default/podcertificaterequests";
    private static readonly SubjectKey _key = SubjectKey.Create("ECDSAP256");
    private static readonly CertificateAuthority _authority = CertificateAuthority.Create("root", DateTimeOffset.UtcNow);

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(static o => o with { PreviewVersions = [Version], DisabledAdmission = ["ServiceAccount"] });

    private static ObjectNode Spec(string signer = Signer, long? seconds = null) => ObjectNode.Of(
        ("signerName", signer), ("podName", "p"), ("podUID", "pu"), ("serviceAccountName", "default"), ("serviceAccountUID", "su"), ("nodeName", "n1"), ("nodeUID", "nu"),
        ("maxExpirationSeconds", seconds is { } number ? number : NullNode.Instance), ("stubPKCS10Request", Convert.ToBase64String(_key.SigningRequest)));

    private static string Request(ObjectNode spec, string name = "r") => ObjectNode.Of(("metadata", ObjectNode.Of(("name", name))), ("spec", spec)).ToString();

    private static DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    private static string Certificate(byte[] request, DateTimeOffset from, TimeSpan lifetime)
    {
        var asked = SigningRequestDocument.Read(request)!;
        var leaf = new CertificateRequest(new X500DistinguishedName("CN=p"), asked.PublicKey, HashAlgorithmName.SHA256);
        using var signed = leaf.Create(_authority.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_authority.Certificate.GetECDsaPrivateKey()!), from, from + lifetime, [1, 2, 3]);
        return signed.ExportCertificatePem() + "\n";
    }

    private static ObjectNode Condition(string type, string status = "True") => ObjectNode.Of(("type", type), ("status", status), ("reason", "Because"), ("message", "m"), ("lastTransitionTime", Text(Now())));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static ObjectNode Issued(string chain, DateTimeOffset from, DateTimeOffset to, DateTimeOffset refresh) => ObjectNode.Of(
        ("conditions", new ArrayNode([Condition("Issued")])), ("certificateChain", chain), ("notBefore", Text(from)), ("notAfter", Text(to)), ("beginRefreshAt", Text(refresh)));

    private static Task<(int Code, ObjectNode Body)> AnswerAsync(TestServer server, ObjectNode status, string user = "", string name = "r") =>
        server.SendAsync("PATCH", $"{Requests}/{name}/status", ObjectNode.Of(("status", status)).ToString(), "application/merge-patch+json", user);

    [Fact]
    public async Task They_are_served_on_request_with_defaults_fields_and_columns()
    {
        await using var without = await TestServer.StartAsync();
        Assert.Equal(404, (await without.SendAsync("GET", Requests)).Code);
        await using var server = await StartAsync();
        var (code, made) = await server.SendAsync("POST", Requests, Request(Spec().Remove("maxExpirationSeconds")));
        Assert.True(code == 201, made.ToString());
        Assert.Equal("86400", made.At("spec", "maxExpirationSeconds")!.ToString());
        Assert.Null(made.At("metadata", "generation"));
        Assert.Single((ArrayNode)(await server.SendAsync("GET", Requests + "?fieldSelector=spec.nodeName%3Dn1,spec.podName%3Dp,spec.signerName%3Dexample.com/signer")).Body["items"]!);
        Assert.Empty((ArrayNode)(await server.SendAsync("GET", Requests + "?fieldSelector=spec.nodeName%3Dn2")).Body["items"]!);
        var names = ((ArrayNode)(await server.SendAsync("GET", "/apis/" + Version)).Body["resources"]!).Select(static r => r.TextAt("name"));
        Assert.Contains("podcertificaterequests/status", names);
    }

    [Theory]
    [InlineData("signerName", "\"nobody\"", "spec.signerName: Invalid value: \"nobody\": must be a fully qualified domain and path")]
    [InlineData("podUID", "\"\"", "spec.podUID: Invalid value: \"\": must not be empty")]
    [InlineData("nodeName", "\"N\"", "spec.nodeName: Invalid value: \"N\"")]
    [InlineData("maxExpirationSeconds", "3599", "spec.maxExpirationSeconds: Invalid value: 3599: must be in the range [3600, 7862400]")]
    [InlineData("stubPKCS10Request", "\"AAAA\"", "spec.stubPKCS10Request: Invalid value: must be a valid PKCS#10 CSR")]
    [InlineData("pkixPublicKey", "\"AAAA\"", "spec: Invalid value: exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must be set")]
    [InlineData("unverifiedUserAnnotations", "{\"plain\":\"v\"}", "spec.unverifiedUserAnnotations: Invalid value: \"plain\": must be a domain-prefixed key (such as \"acme.io/foo\")")]
    public async Task What_is_no_request_is_refused(string field, string value, string reason)
    {
        await using var server = await StartAsync();
        var (code, refused) = await server.SendAsync("POST", Requests, Request(Spec().Set(field, Node.Parse(System.Text.Encoding.UTF8.GetBytes(value)))));
        Assert.Equal(422, code);
        Assert.Contains(reason, refused.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_whose_owner_has_not_signed_or_that_is_too_short_is_refused()
    {
        await using var server = await StartAsync();
        var changed = (byte[])_key.SigningRequest.Clone();
        changed[^3] ^= 1;
        var (_, refused) = await server.SendAsync("POST", Requests, Request(Spec().Set("stubPKCS10Request", Convert.ToBase64String(changed))));
        Assert.Contains("spec.stubPKCS10Request: Invalid value: invalid signature", refused.TextAt("message"), StringComparison.Ordinal);
        using var weak = RSA.Create(2048);
        var request = new CertificateRequest(new X500DistinguishedName(""), weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest();
        (_, refused) = await server.SendAsync("POST", Requests, Request(Spec().Set("stubPKCS10Request", Convert.ToBase64String(request))));
        Assert.Contains("Invalid value: \"2048-bit modulus\": RSA keys must have modulus size 3072 or 4096", refused.TextAt("message"), StringComparison.Ordinal);
        (_, refused) = await server.SendAsync("POST", Requests, Request(Spec("kubernetes.io/mine", 86401)));
        Assert.Contains("must be in the range [3600, 86400]", refused.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_proof_of_possession_is_verified_too()
    {
        await using var server = await StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        var spec = Spec().Remove("stubPKCS10Request").Set("pkixPublicKey", Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
        ObjectNode Proven(string text) => spec.Set("proofOfPossession", Convert.ToBase64String(key.SignData(System.Text.Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        var (code, made) = await server.SendAsync("POST", Requests, Request(Proven("pu")));
        Assert.True(code == 201, made.ToString());
        Assert.Contains("could not verify proof-of-possession signature", (await server.SendAsync("POST", Requests, Request(Proven("other"), "s"))).Body.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signer_answers_once_and_with_a_certificate_that_fits()
    {
        await using var server = await StartAsync();
        await server.SendAsync("POST", Requests, Request(Spec(seconds: 7200)));
        var (from, hour) = (Now(), TimeSpan.FromHours(1));
        var chain = Certificate(_key.SigningRequest, from, hour);
        async Task WrongAsync(ObjectNode status, string reason)
        {
            var (code, refused) = await AnswerAsync(server, status);
            Assert.Equal(422, code);
            Assert.Contains(reason, refused.TextAt("message"), StringComparison.Ordinal);
        }
        var refresh = from.AddMinutes(30);
        await WrongAsync(Issued(Certificate(SubjectKey.Create("ECDSAP256").SigningRequest, from, hour), from, from + hour, refresh), "leaf certificate was not issued to the requested public key");
        await WrongAsync(Issued("nothing", from, from + hour, refresh), "issued certificate chain must contain at least one certificate");
        await WrongAsync(Issued(chain + "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", from, from + hour, refresh), "must consist entirely of CERTIFICATE PEM blocks");
        await WrongAsync(Issued(chain, from.AddSeconds(1), from + hour, refresh), "must be set to the NotBefore time encoded in the leaf certificate");
        await WrongAsync(Issued(chain, from, from + hour, from.AddMinutes(9)), "must be at least 10 minutes after status.notBefore");
        await WrongAsync(Issued(chain, from, from + hour, from.AddMinutes(51)), "must be at least 10 minutes before status.notAfter");
        await WrongAsync(Issued(chain, from, from + hour, refresh).Remove("beginRefreshAt"), "status.beginRefreshAt: Required value");
        var old = from.AddMinutes(-6);
        await WrongAsync(Issued(Certificate(_key.SigningRequest, old, hour), old, old + hour, refresh), "must be set to within 5 minutes of kube-apiserver's current time");
        var long3 = TimeSpan.FromHours(3);
        await WrongAsync(Issued(Certificate(_key.SigningRequest, from, long3), from, from + long3, refresh), "leaf certificate lifetime must be <= spec.maxExpirationSeconds (7200)");
        await WrongAsync(ObjectNode.Of(("conditions", new ArrayNode([Condition("Approved")]))), "status.conditions[0].type: Unsupported value: \"Approved\"");
        await WrongAsync(ObjectNode.Of(("conditions", new ArrayNode([Condition("Issued", "False")]))), "status.conditions[0].status: Unsupported value: \"False\"");
        await WrongAsync(ObjectNode.Of(("certificateChain", chain)), "status is immutable unless transitioning to");
        await WrongAsync(Issued(chain, from, from + hour, refresh).Set("conditions", new ArrayNode([Condition("Denied")])), "non-condition status fields must be empty");
        var (done, answered) = await AnswerAsync(server, Issued(chain, from, from + hour, refresh));
        Assert.True(done == 200, answered.ToString());
        await WrongAsync(ObjectNode.Of(("certificateChain", NullNode.Instance)), "immutable after PodCertificateRequest is issued, denied, or failed");
        Assert.Contains("spec: Invalid value", (await server.SendAsync("PATCH", Requests + "/r", """{"spec":{"podName":"q"}}""", "application/merge-patch+json")).Body.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_for_an_Ed25519_key_is_answered()
    {
        await using var server = await StartAsync();
        var key = SubjectKey.Create("ED25519");
        Assert.Equal(201, (await server.SendAsync("POST", Requests, Request(Spec().Set("stubPKCS10Request", Convert.ToBase64String(key.SigningRequest)).Remove("maxExpirationSeconds")))).Code);
        var from = Now();
        var (code, answered) = await AnswerAsync(server, Issued(Certificate(key.SigningRequest, from, TimeSpan.FromHours(2)), from, from.AddHours(2), from.AddHours(1)));
        Assert.True(code == 200, answered.ToString());
    }

    [Fact]
    public async Task Who_may_not_sign_for_the_signer_answers_nothing()
    {
        await using var server = await StartAsync();
        const string Rbac = "/apis/rbac.authorization.k8s.io/v1/";
        await server.SendAsync("POST", Rbac + "clusterroles", """{"metadata":{"name":"sign"},"rules":[{"apiGroups":["certificates.k8s.io"],"resources":["podcertificaterequests","podcertificaterequests/status"],"verbs":["*"]},{"apiGroups":["certificates.k8s.io"],"resources":["signers"],"resourceNames":["mine.com/*"],"verbs":["sign"]}]}""");
        await server.SendAsync("POST", Rbac + "clusterrolebindings", """{"metadata":{"name":"sign"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"sign"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"jane"}]}""");
        await server.SendAsync("GET", Rbac + "clusterrolebindings");
        await server.SendAsync("POST", Requests, Request(Spec(seconds: 3600)));
        await server.SendAsync("POST", Requests, Request(Spec("mine.com/s", 3600), "own"));
        var denied = ObjectNode.Of(("conditions", new ArrayNode([Condition("Denied")])));
        var (code, refused) = await AnswerAsync(server, denied, "jane");
        Assert.Equal(422, code);
        Assert.Contains("spec.signerName: Forbidden: User \"jane\" is not permitted to \"sign\" for signer \"example.com/signer\"", refused.TextAt("message"), StringComparison.Ordinal);
        Assert.Equal(200, (await AnswerAsync(server, denied, "jane", "own")).Code);
    }

    private static async Task<(int Code, ObjectNode Body)> AsNodeAsync(TestServer server, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) { request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"); }
        request.Headers.Add("Impersonate-User", "system:node:n1");
        request.Headers.Add("Impersonate-Group", "system:nodes");
        using var response = await server.Client.SendAsync(request);
        return ((int)response.StatusCode, (ObjectNode)Node.Parse(await response.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task A_node_asks_for_its_own_pods_as_the_accounts_they_run_as_and_reads_its_own_requests_only()
    {
        await using var server = await StartAsync();
        async Task<string> MadeAsync(string path, string body) => (await server.SendAsync("POST", path, body)).Body.TextAt("metadata", "uid") ?? "";
        var node = await MadeAsync("/api/v1/nodes", """{"metadata":{"name":"n1"}}""");
        var account = await MadeAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"a"}}""");
        const string Containers = "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]";
        var pod = await MadeAsync("/api/v1/namespaces/default/pods", $$$"""{"metadata":{"name":"p"},"spec":{"nodeName":"n1","serviceAccountName":"a",{{{Containers}}}}}""");
        await MadeAsync("/api/v1/namespaces/default/pods", $$$"""{"metadata":{"name":"elsewhere"},"spec":{"nodeName":"n2","serviceAccountName":"a",{{{Containers}}}}}""");
        await server.SendAsync("GET", "/api/v1/namespaces/default/pods");
        var right = Spec(seconds: 3600).Set("podUID", pod).Set("nodeUID", node).Set("serviceAccountName", "a").Set("serviceAccountUID", account);
        async Task RefusedAsync(ObjectNode spec, int code, string reason)
        {
            var (answered, refused) = await AsNodeAsync(server, "POST", Requests, Request(spec));
            Assert.Equal(code, answered);
            Assert.Contains(reason, refused.TextAt("message"), StringComparison.Ordinal);
        }
        await RefusedAsync(right.Set("nodeName", "n2"), 403, "PodCertificateRequest.Spec.NodeName=\"n2\", which is not the requesting node \"n1\"");
        await RefusedAsync(right.Set("podName", "nothing"), 500, "pod \"nothing\" not found");
        await RefusedAsync(right.Set("podUID", "other"), 500, "which differs from running pod \"");
        var elsewhere = (await server.SendAsync("GET", "/api/v1/namespaces/default/pods/elsewhere")).Body.TextAt("metadata", "uid")!;
        await RefusedAsync(right.Set("podName", "elsewhere").Set("podUID", elsewhere), 403, "pod \"default/elsewhere\" is not running on node \"n1\"");
        await RefusedAsync(right.Set("serviceAccountName", "b"), 403, "that differs from running pod (\"a\")");
        await RefusedAsync(right.Set("serviceAccountUID", "other"), 500, "which differs from the running service account");
        var (made, request) = await AsNodeAsync(server, "POST", Requests, Request(right));
        Assert.True(made == 201, request.ToString());
        await server.SendAsync("POST", Requests, Request(Spec(seconds: 3600).Set("nodeName", "n2"), "foreign"));
        Assert.Equal(200, (await AsNodeAsync(server, "GET", Requests + "/r")).Code);
        Assert.Equal(403, (await AsNodeAsync(server, "GET", Requests + "/foreign")).Code);
        Assert.Equal(403, (await AsNodeAsync(server, "GET", Requests)).Code);
        Assert.Equal(200, (await AsNodeAsync(server, "GET", Requests + "?fieldSelector=spec.nodeName%3Dn1")).Code);
        Assert.Equal(403, (await AsNodeAsync(server, "DELETE", Requests + "/r")).Code);
        Assert.Equal(403, (await AsNodeAsync(server, "GET", Requests + "/r/status")).Code);
    }

    [Theory]
    [InlineData("signerName", "\"x\"", "must be a fully qualified domain and path")]
    [InlineData("keyType", "\"RSA1024\"", "keyType: Unsupported value: \"RSA1024\": supported values: \"RSA3072\", \"RSA4096\", \"ECDSAP256\", \"ECDSAP384\", \"ECDSAP521\", \"ED25519\"")]
    [InlineData("maxExpirationSeconds", "3599", "if provided, maxExpirationSeconds must be >= 3600")]
    [InlineData("maxExpirationSeconds", "7862401", "if provided, maxExpirationSeconds must be <= 7862400")]
    [InlineData("credentialBundlePath", "\"\"", "specify at least one of credentialBundlePath, keyPath, and certificateChainPath")]
    [InlineData("keyPath", "\"/key\"", "podCertificate.keyPath: Invalid value: \"/key\": must be a relative path")]
    [InlineData("keyPath", "\"bundle\"", "conflicting duplicate paths")]
    public async Task A_projection_that_could_not_be_made_is_refused_with_the_pod(string field, string value, string reason)
    {
        await using var server = await StartAsync();
        var projection = ObjectNode.Of(("signerName", Signer), ("keyType", "ED25519"), ("credentialBundlePath", "bundle")).Set(field, Node.Parse(System.Text.Encoding.UTF8.GetBytes(value)));
        var (code, refused) = await server.SendAsync("POST", "/api/v1/namespaces/default/pods", $$$"""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","projected":{"sources":[{"podCertificate":{{{projection}}}}]}}]}}""");
        Assert.Equal(422, code);
        Assert.Contains(reason, refused.TextAt("message"), StringComparison.Ordinal);
    }
}

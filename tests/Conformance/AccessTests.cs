using System.Text;
using KubeSharp.Api.Core.V1;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Conformance.Tests;

/// <summary>Service accounts, their tokens, reviews of access and certificate requests.</summary>
public sealed class AccessTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    private TestServer Server => plane.Server;

    [Fact]
    public async Task A_service_account_is_made_patched_listed_everywhere_updated_and_deleted()
    {
        var ns = await plane.NamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/serviceaccounts";
        using var watch = await Watching.StartAsync(Server, path, "labelSelector=test-serviceaccount-static%3Dtrue");
        await Server.PostAsync(path, """{"metadata":{"name":"testserviceaccount","labels":{"test-serviceaccount-static":"true"}}}""");
        await watch.NextAsync("ADDED");
        await Server.StrategicAsync($"{path}/testserviceaccount", """{"automountServiceAccountToken":false}""");
        await watch.NextAsync("MODIFIED", static a => a["automountServiceAccountToken"] is BooleanNode { Value: false });
        Assert.Single(await Server.ListAsync("/api/v1/serviceaccounts?labelSelector=test-serviceaccount-static%3Dtrue"));
        Assert.Equal("true", $"{(await Server.ChangeAsync($"{path}/testserviceaccount", static a => a.Set("automountServiceAccountToken", true)))["automountServiceAccountToken"]}");
        await Server.DeleteAsync($"{path}?labelSelector=test-serviceaccount-static%3Dtrue");
        await watch.NextAsync("DELETED");
    }

    [Fact]
    public async Task A_token_of_a_service_account_is_found_authentic()
    {
        var ns = await plane.NamespaceAsync();
        await Server.PostAsync($"/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"e2e"}}""");
        var made = await Server.PostAsync($"/api/v1/namespaces/{ns}/serviceaccounts/e2e/token", """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":600}}""");
        Assert.True(made.TextAt("status", "token") is { Length: > 0 }, made.ToString());
        var review = await Server.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", ObjectNode.Of(("apiVersion", "authentication.k8s.io/v1"), ("kind", "TokenReview"), ("spec", ObjectNode.Of(("token", made.TextAt("status", "token"))))).ToString());
        Assert.Equal("true", $"{review.At("status", "authenticated")}");
        Assert.Equal($"system:serviceaccount:{ns}:e2e", review.TextAt("status", "user", "username"));
        Assert.True(review.At("status", "user", "groups").Holds(Node.Parse($$"""["system:serviceaccounts","system:serviceaccounts:{{ns}}","system:authenticated"]""")), review.ToString());
        Assert.Null(review.TextAt("status", "error"));
        await Server.PostAsync($"/api/v1/namespaces/{ns}/serviceaccounts/e2e/token", """{"spec":{"expirationSeconds":1}}""", 422);
    }

    [Fact]
    public async Task A_secret_made_for_a_long_lived_token_is_filled_and_goes_with_its_account()
    {
        var ns = await plane.NamespaceAsync();
        await Server.PostAsync($"/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"robot"}}""");
        await Server.PostAsync($"/api/v1/namespaces/{ns}/secrets", """{"metadata":{"name":"robot-token","annotations":{"kubernetes.io/service-account.name":"robot"}},"type":"kubernetes.io/service-account-token"}""");
        var secret = await plane.AwaitAsync<Secret>(ns, "robot-token", static s => s!.Data.Get("token") is { Length: > 0 }, "a token");
        Assert.Equal((ns, "test"), (secret.Data.Get("namespace")!.ToText(), secret.Data.Get("ca.crt")!.ToText()));
        Assert.NotNull(secret.Metadata.Annotations.Get("kubernetes.io/service-account.uid"));
        var asked = ObjectNode.Of(("spec", ObjectNode.Of(("token", secret.Data.Get("token")!.ToText())))).ToString();
        var review = await Server.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", asked);
        Assert.Equal(("true", $"system:serviceaccount:{ns}:robot"), ($"{review.At("status", "authenticated")}", review.TextAt("status", "user", "username")));
        // Its use is written down, and what is marked as invalid holds no longer.
        await plane.AwaitAsync<Secret>(ns, "robot-token", static s => s!.Metadata.Labels.Get("kubernetes.io/legacy-token-last-used") is { Length: 10 }, "the day of its last use");
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", (await Server.GetAsync("/api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking")).TextAt("data", "since"));
        await Server.MergeAsync($"/api/v1/namespaces/{ns}/secrets/robot-token", """{"metadata":{"labels":{"kubernetes.io/legacy-token-invalid-since":"2026-01-01"}}}""");
        Assert.Contains("has been marked invalid", (await Server.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", asked)).TextAt("status", "error"), StringComparison.Ordinal);
        await Server.DeleteAsync($"/api/v1/namespaces/{ns}/serviceaccounts/robot");
        await plane.AwaitAsync<Secret>(ns, "robot-token", static s => s is null, "the secret to be gone");
        Assert.NotEqual("true", $"{(await Server.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", asked)).At("status", "authenticated")}");
    }

    [Fact]
    public async Task The_root_certificate_is_in_each_namespace_and_comes_back()
    {
        var ns = await plane.NamespaceAsync();
        await plane.AwaitAsync<ConfigMap>(ns, "kube-root-ca.crt", static m => m is not null, "the map");
        await Server.DeleteAsync($"/api/v1/namespaces/{ns}/configmaps/kube-root-ca.crt");
        await plane.AwaitAsync<ConfigMap>(ns, "kube-root-ca.crt", static m => m is not null, "the map again");
        await Server.MergeAsync($"/api/v1/namespaces/{ns}/configmaps/kube-root-ca.crt", """{"data":{"ca.crt":""}}""");
        await plane.AwaitAsync<ConfigMap>(ns, "kube-root-ca.crt", static m => m!.Data.Get("ca.crt") == "test", "what it held");
    }

    [Theory]
    // The account's word counts where the pod has none.
    [InlineData(null, null, true)]
    [InlineData(null, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    public async Task Tokens_are_mounted_unless_somebody_opted_out(bool? ofPod, bool? ofAccount, bool isMounted)
    {
        var ns = await plane.NamespaceAsync();
        var account = ObjectNode.Of(("metadata", ObjectNode.Of(("name", "a"))));
        await Server.PostAsync($"/api/v1/namespaces/{ns}/serviceaccounts", (ofAccount is { } a ? account.Set("automountServiceAccountToken", a) : account).ToString());
        var spec = ObjectNode.Of(("serviceAccountName", "a"), ("containers", ArrayNode.Of(ObjectNode.Of(("name", "c"), ("image", "i")))));
        if (ofPod is { } p) { spec = spec.Set("automountServiceAccountToken", p); }
        var pod = await Server.PostAsync($"/api/v1/namespaces/{ns}/pods", ObjectNode.Of(("metadata", ObjectNode.Of(("name", "p"))), ("spec", spec)).ToString());
        var mounts = ((ArrayNode)pod.At("spec", "containers")!)[0].At("volumeMounts") as ArrayNode ?? ArrayNode.Empty;
        Assert.Equal(isMounted, mounts.Any(static m => m.TextAt("mountPath") == "/var/run/secrets/kubernetes.io/serviceaccount"));
        if (!isMounted) { return; }
        var volume = ((ArrayNode)pod.At("spec", "volumes")!).Single(v => v.TextAt("name") == mounts[0].TextAt("name"));
        Assert.True(volume.Holds(Node.Parse("""{"projected":{"sources":[{"serviceAccountToken":{"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[{"path":"namespace"}]}}]}}""")), volume.ToString());
    }

    [Fact]
    public async Task The_issuer_tells_its_keys_to_everyone_with_a_token()
    {
        var configuration = await Server.GetAsync("/.well-known/openid-configuration");
        Assert.Equal(("https://kubernetes.default.svc.cluster.local", "id_token"), (configuration.TextAt("issuer"), ((StringNode)((ArrayNode)configuration["response_types_supported"]!)[0]).Value));
        Assert.EndsWith("/openid/v1/jwks", configuration.TextAt("jwks_uri"), StringComparison.Ordinal);
        Assert.NotEmpty((ArrayNode)(await Server.GetAsync("/openid/v1/jwks"))["keys"]!);
        var binding = await Server.GetAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/system:service-account-issuer-discovery");
        Assert.True(binding["subjects"].Holds(Node.Parse("""[{"kind":"Group","name":"system:serviceaccounts"}]""")), binding.ToString());
    }

    [Fact]
    public async Task Access_is_reviewed_for_oneself_for_others_and_in_a_namespace()
    {
        var ns = await plane.NamespaceAsync();
        var asked = $$"""{"spec":{"resourceAttributes":{"verb":"list","resource":"configmaps","namespace":"{{ns}}","version":"v1"},"user":"system:serviceaccount:{{ns}}:e2e"} }""";
        const string root = "/apis/authorization.k8s.io/v1";
        Assert.Equal("false", $"{(await Server.PostAsync(root + "/subjectaccessreviews", asked)).At("status", "allowed")}");
        Assert.Equal("false", $"{(await Server.PostAsync($"{root}/namespaces/{ns}/localsubjectaccessreviews", Node.Parse(asked).With(["metadata"], ObjectNode.Of(("namespace", ns))).ToString())).At("status", "allowed")}");
        Assert.Equal("true", $"{(await Server.PostAsync(root + "/selfsubjectaccessreviews", $$"""{"spec":{"resourceAttributes":{"verb":"list","resource":"configmaps","namespace":"{{ns}}","version":"v1"} } }""")).At("status", "allowed")}");
        await Server.PostAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings", $$"""{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[{"kind":"ServiceAccount","name":"e2e","namespace":"{{ns}}"}]}""");
        await CustomResourceKit.UntilAsync(async () => $"{(await Server.PostAsync(root + "/subjectaccessreviews", asked)).At("status", "allowed")}" == "true", "the binding to count");
        Assert.Equal("true", $"{(await Server.PostAsync($"{root}/namespaces/{ns}/localsubjectaccessreviews", Node.Parse(asked).With(["metadata"], ObjectNode.Of(("namespace", ns))).ToString())).At("status", "allowed")}");
        Assert.Equal("true", $"{(await Server.PostAsync(root + "/subjectaccessreviews", Node.Parse(asked).With(["spec", "resourceAttributes", "name"], "first").ToString())).At("status", "allowed")}");
    }

    [Fact]
    public async Task A_certificate_request_supports_all_its_operations()
    {
        var collection = Requests + "?labelSelector=special%3Dcsr";
        using var watch = await Watching.StartAsync(Server, Requests, "labelSelector=special%3Dcsr");
        foreach (var name in (string[])["first", "second"]) { await Server.PostAsync(Requests, Request(name)); }
        await watch.NextAsync("ADDED");
        Assert.Equal(2, (await Server.ListAsync(collection)).Length);
        var first = Requests + "/first";
        var made = await Server.GetAsync(first);
        Assert.Equal(("admin", "e2e-example.com/test"), (made.TextAt("spec", "username"), made.TextAt("spec", "signerName")));
        await Server.MergeAsync(first, """{"metadata":{"annotations":{"patched":"true"}}}""");
        await watch.NextAsync("MODIFIED", static r => r.TextAt("metadata", "annotations", "patched") == "true");
        await Server.ChangeAsync(first, static r => r.With(["metadata", "annotations", "updated"], "true"));
        await Server.MergeAsync(first + "/approval", """{"metadata":{"annotations":{"patchedapproval":"true"}},"status":{"conditions":[{"type":"ApprovalPatch","status":"True","reason":"e2e"}]}}""");
        await Server.ChangeAsync(first + "/approval", static r => r.With(["status", "conditions"], ((ArrayNode)r.At("status", "conditions")!).Add(Node.Parse("""{"type":"Approved","status":"True","reason":"E2E","message":"Set from a test"}"""))));
        var certificate = Convert.ToBase64String(Encoding.ASCII.GetBytes(WebhookServer.CaPem));
        var status = await Server.MergeAsync(first + "/status", $$$"""{"metadata":{"annotations":{"patchedstatus":"true"}},"status":{"certificate":"{{{certificate}}}"}}""");
        Assert.Equal((certificate, "true"), (status.TextAt("status", "certificate"), status.TextAt("metadata", "annotations", "patchedstatus")));
        var updated = await Server.ChangeAsync(first + "/status", static r => r.With(["status", "conditions"], ((ArrayNode)r.At("status", "conditions")!).Add(Node.Parse("""{"type":"StatusUpdate","status":"True","reason":"E2E","message":"Set from a test"}"""))));
        Assert.Equal(3, ((ArrayNode)updated.At("status", "conditions")!).Count);
        await Server.DeleteAsync(first);
        await Server.GetAsync(first, 404);
        await Server.DeleteAsync(collection);
        Assert.Empty(await Server.ListAsync(collection));
        await watch.NextAsync("DELETED", static r => r.TextAt("metadata", "name") == "second");
    }

    private static string Request(string name)
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var asked = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=e2e", key, System.Security.Cryptography.HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return ObjectNode.Of(("metadata", ObjectNode.Of(("name", name), ("labels", ObjectNode.Of(("special", "csr"))))), ("spec", ObjectNode.Of(
            ("request", Convert.ToBase64String(Encoding.ASCII.GetBytes(asked))), ("signerName", "e2e-example.com/test"), ("expirationSeconds", 3600), ("usages", ArrayNode.Of("digital signature", "key encipherment", "server auth"))))).ToString();
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Admission;

public sealed class CertificateTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private const string Merge = "application/merge-patch+json";
    private const string Approve = """{"status":{"conditions":[{"type":"Approved","status":"True","reason":"x","message":"y"}]}}""";

    private static string Body(string name, string subject, string signer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"username\":\"forged\",\"signerName\":\"" + signer + "\",\"usages\":[\"client auth\"],\"request\":\"" + Convert.ToBase64String(Encoding.UTF8.GetBytes(pem)) + "\"}}";
    }

    private async Task AllowAsync(string user, string rules)
    {
        await cluster.Server.SendAsync("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", "{\"metadata\":{\"name\":\"" + user + "\"},\"rules\":" + rules + "}");
        await cluster.Server.SendAsync("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", "{\"metadata\":{\"name\":\"" + user + "\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"" + user + "\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"" + user + "\"}]}");
        await cluster.Server.SendAsync("GET", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");
    }

    [Fact]
    public async Task A_request_bears_the_name_of_who_makes_it()
    {
        var (code, made) = await cluster.AsAsync("ann", ["system:masters"], "POST", Requests, Body("who", "CN=x", "example.com/own"));
        Assert.Equal((201, "ann"), (code, made.TextAt("spec", "username")));
        Assert.Contains("system:masters", made.Object("spec").Texts("groups"));
    }

    [Fact]
    public async Task Nobody_asks_to_be_master()
    {
        var (code, refused) = await cluster.Server.SendAsync("POST", Requests, Body("master", "CN=x, O=system:masters", "kubernetes.io/kube-apiserver-client"));
        Assert.Equal((403, "certificatesigningrequests.certificates.k8s.io \"master\" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed"), (code, refused.TextAt("message")));
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", Requests, Body("plain", "CN=x, O=people", "kubernetes.io/kube-apiserver-client"))).Code);
    }

    [Fact]
    public async Task Approving_needs_the_right_for_the_signer()
    {
        await cluster.Server.SendAsync("POST", Requests, Body("a", "CN=x", "example.com/one"));
        const string Update = """{"verbs":["get","update","patch"],"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests/approval"]}""";
        await AllowAsync("other-approver", "[" + Update + """,{"verbs":["approve"],"apiGroups":["certificates.k8s.io"],"resources":["signers"],"resourceNames":["example.com/two"]}]""");
        await AllowAsync("approver", "[" + Update + """,{"verbs":["approve"],"apiGroups":["certificates.k8s.io"],"resources":["signers"],"resourceNames":["example.com/*"]}]""");
        var (code, refused) = await cluster.AsAsync("other-approver", ["system:authenticated"], "PATCH", Requests + "/a/approval", Approve, Merge);
        Assert.Equal((403, "certificatesigningrequests.certificates.k8s.io \"a\" is forbidden: user not permitted to approve requests with signerName \"example.com/one\""), (code, refused.TextAt("message")));
        Assert.Equal(200, (await cluster.AsAsync("approver", ["system:authenticated"], "PATCH", Requests + "/a/approval", Approve, Merge)).Code);
    }

    [Fact]
    public async Task A_request_is_approved_by_its_subresource_only()
    {
        await cluster.Server.SendAsync("POST", Requests, Body("b", "CN=x", "example.com/one"));
        await cluster.Server.SendAsync("PATCH", Requests + "/b", Approve, Merge);
        Assert.Empty((await cluster.Server.SendAsync("GET", Requests + "/b")).Body.Object("status").Items("conditions"));
        var (code, refused) = await cluster.Server.SendAsync("PATCH", Requests + "/b/status", Approve, Merge);
        Assert.Equal((422, "Forbidden: updates may not add a condition of type \"Approved\""), (code, refused.Object("details").Items("causes").Single().Text("message")));
        Assert.Equal(200, (await cluster.Server.SendAsync("PATCH", Requests + "/b/approval", Approve, Merge)).Code);
        (_, var kept) = await cluster.Server.SendAsync("PATCH", Requests + "/b/status", Approve.Replace("\"x\"", "\"z\"", StringComparison.Ordinal), Merge);
        Assert.Equal("x", kept.Object("status").Items("conditions").Single().TextAt("reason"));
        (code, refused) = await cluster.Server.SendAsync("PATCH", Requests + "/b/status", """{"status":{"conditions":null}}""", Merge);
        Assert.Equal((422, "Forbidden: updates may not remove a condition of type \"Approved\""), (code, refused.Object("details").Items("causes").Single().Text("message")));
    }

    [Fact]
    public async Task Signing_needs_the_right_for_the_signer()
    {
        await cluster.Server.SendAsync("POST", Requests, Body("s", "CN=x", "example.com/one"));
        await AllowAsync("signer", """[{"verbs":["get","update","patch"],"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests/status"]}]""");
        using var key = ECDsa.Create();
        using var issued = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var certificate = Convert.ToBase64String(Encoding.ASCII.GetBytes(issued.ExportCertificatePem()));
        var (code, _) = await cluster.AsAsync("signer", ["system:authenticated"], "PATCH", Requests + "/s/status", $$$"""{"status":{"certificate":"{{{certificate}}}"}}""", Merge);
        Assert.Equal(403, code);
        (code, var answer) = await cluster.Server.SendAsync("PATCH", Requests + "/s/status", """{"status":{"certificate":"eA=="}}""", Merge);
        Assert.Equal((422, "status.certificate"), (code, answer.Object("details").Items("causes").First().Text("field")));
    }
}

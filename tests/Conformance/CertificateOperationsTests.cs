using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>A certificate signing request is approved through its subresource, where its metadata may change too.</summary>
public sealed class CertificateOperationsTests : IAsyncLifetime
{
    private const string Path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_approval_is_read_patched_and_updated()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var asked = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=e2e", key, System.Security.Cryptography.HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var (made, _) = await _server.SendAsync("POST", Path, ObjectNode.Of(("metadata", ObjectNode.Of(("name", "csr"))), ("spec", ObjectNode.Of(
            ("request", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(asked))), ("signerName", "example.com/e2e"), ("usages", ArrayNode.Of("digital signature"))))).ToString());
        Assert.Equal(201, made);
        var (code, patched) = await _server.SendAsync("PATCH", Path + "/csr/approval",
            """{"metadata":{"annotations":{"patchedapproval":"true"}},"status":{"conditions":[{"type":"ApprovalPatch","status":"True","reason":"e2e"}]}}""", "application/merge-patch+json");
        Assert.Equal((200, "true", "ApprovalPatch"), (code, patched.TextAt("metadata", "annotations", "patchedapproval"), ((ArrayNode)patched.At("status", "conditions")!)[0].TextAt("type")));
        var (read, approval) = await _server.SendAsync("GET", Path + "/csr/approval");
        Assert.Equal((200, "CertificateSigningRequest"), (read, approval.TextAt("kind")));
        var condition = (ObjectNode)Node.Parse("""{"type":"Approved","status":"True","reason":"E2E","message":"Set from an e2e test"}""");
        var (updated, now) = await _server.SendAsync("PUT", Path + "/csr/approval", approval.With(["status", "conditions"], ((ArrayNode)approval.At("status", "conditions")!).Add(condition)).ToString());
        Assert.Equal((200, 2), (updated, ((ArrayNode)now.At("status", "conditions")!).Count));
        Assert.All((ArrayNode)now.At("status", "conditions")!, static c => Assert.True(c.TextAt("lastUpdateTime") is { Length: > 0 } && c.TextAt("lastTransitionTime") is { Length: > 0 }));
    }
}

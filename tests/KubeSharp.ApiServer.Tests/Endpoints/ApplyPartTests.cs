using System.Text;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>Server-side apply to subresources that are a part of an object.</summary>
public sealed class ApplyPartTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string Spec = """{"replicas":2,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}""";

    [Fact]
    public async Task A_scale_that_is_applied_owns_the_number_of_replicas()
    {
        await cluster.Server.SendAsync("POST", Deployments + "?fieldManager=maker", "{\"metadata\":{\"name\":\"scaled\"},\"spec\":" + Spec + "}");
        var scale = "{\"apiVersion\":\"autoscaling/v1\",\"kind\":\"Scale\",\"metadata\":{\"name\":\"scaled\"},\"spec\":{\"replicas\":5}}";
        var (refused, conflict) = await ApplyAsync(Deployments + "/scaled/scale?fieldManager=scaler", scale);
        Assert.Equal((409, "Apply failed with 1 conflict: conflict with \"maker\" using apps/v1"), (refused, conflict.TextAt("message")?.Split(" at ")[0]));
        var (code, answer) = await ApplyAsync(Deployments + "/scaled/scale?fieldManager=scaler&force=true", scale);
        Assert.Equal((200, "Scale", 5), (code, answer.TextAt("kind"), (int)((NumberNode)answer.At("spec", "replicas")!).Integer));
        var owner = (await cluster.Server.SendAsync("GET", Deployments + "/scaled")).Body.At("metadata", "managedFields") is ArrayNode owners ? owners.Single(static o => o.TextAt("manager") == "scaler") : null;
        Assert.Equal("""{"manager":"scaler","operation":"Apply","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{}}},"subresource":"scale"}""", ((ObjectNode)owner!).Remove("time").ToString());
    }

    [Fact]
    public async Task A_scale_of_another_shape_is_refused()
    {
        await cluster.Server.SendAsync("POST", Deployments, "{\"metadata\":{\"name\":\"odd\"},\"spec\":" + Spec + "}");
        Assert.Equal(400, (await ApplyAsync(Deployments + "/odd/scale?fieldManager=m", "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"odd\"}}")).Code);
        var (code, answer) = await ApplyAsync(Deployments + "/odd/scale?fieldManager=m", "{\"apiVersion\":\"autoscaling/v1\",\"kind\":\"Scale\",\"spec\":{\"size\":1}}");
        Assert.Equal(500, code);
        Assert.Contains(".spec.size: field not declared in schema", answer.TextAt("message"));
        Assert.Equal(404, (await ApplyAsync(Deployments + "/absent/scale?fieldManager=m", "{\"apiVersion\":\"autoscaling/v1\",\"kind\":\"Scale\",\"spec\":{\"replicas\":1}}")).Code);
    }

    [Fact]
    public async Task Ephemeral_containers_come_by_apply_and_nothing_else_changes()
    {
        var space = await cluster.NamespaceAsync();
        var pods = $"/api/v1/namespaces/{space}/pods";
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""")).Code);
        var (code, pod) = await ApplyAsync(pods + "/p/ephemeralcontainers?fieldManager=debugger", """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"x":"y"}},"spec":{"ephemeralContainers":[{"name":"e","image":"tools"}]}}""");
        Assert.Equal(200, code);
        Assert.Equal("tools", ((ArrayNode)pod.At("spec", "ephemeralContainers")!)[0].TextAt("image"));
        Assert.Null(pod.At("metadata", "labels"));
    }

    [Fact]
    public async Task A_request_for_a_certificate_is_approved_by_apply()
    {
        const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
        var pem = Convert.ToBase64String(Encoding.UTF8.GetBytes(CertificateRequest.Pem));
        var (made, answer) = await cluster.Server.SendAsync("POST", Requests, "{\"metadata\":{\"name\":\"asked\"},\"spec\":{\"request\":\"" + pem + "\",\"signerName\":\"example.com/s\",\"usages\":[\"client auth\"]}}");
        Assert.True(made == 201, answer.ToString());
        var (code, approved) = await ApplyAsync(Requests + "/asked/approval?fieldManager=approver", """{"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest","metadata":{"name":"asked"},"status":{"conditions":[{"type":"Approved","status":"True","reason":"r","message":"m"}]}}""");
        Assert.True(code == 200, approved.ToString());
        Assert.Equal("Approved", ((ArrayNode)approved.At("status", "conditions")!)[0].TextAt("type"));
    }

    private async Task<(int Code, ObjectNode Body)> ApplyAsync(string path, string configuration) => await cluster.Server.SendAsync("PATCH", path, configuration, "application/apply-patch+yaml");

    private static class CertificateRequest
    {
        public static string Pem { get; } = Make();

        private static string Make()
        {
            using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
            return new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=somebody", key, System.Security.Cryptography.HashAlgorithmName.SHA256).CreateSigningRequestPem();
        }
    }
}

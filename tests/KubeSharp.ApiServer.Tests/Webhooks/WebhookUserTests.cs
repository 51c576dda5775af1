using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.ApiServer.Tests.Webhooks;

/// <summary>As whom admission webhooks are called: by the kubeconfig that the configuration of the plug-in names.</summary>
public sealed class WebhookUserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("webhook-users").FullName;

    [Theory]
    [InlineData("https://hook.ns.svc/x", "hook.ns.svc:443 > hook.ns.svc", "whole")]
    [InlineData("https://hook.ns.svc:8443/x", "hook.ns.svc:8443 has a port of its own", "port")]
    [InlineData("https://hook.ns.svc:9443/x", "a name without port is for 443 only", "any")]
    [InlineData("https://a.b.example.org/x", "the nearest domain with a star", "domain")]
    [InlineData("https://example.net/x", "nobody's", "any")]
    public void A_user_is_found_by_the_webhooks_host(string address, string why, string expected)
    {
        var users = Users("{name: '*', user: {token: any}}, {name: hook.ns.svc, user: {token: whole}}, {name: 'hook.ns.svc:8443', user: {token: port}}, {name: '*.example.org', user: {token: domain}}, {name: '*.org', user: {token: far}}");
        Assert.True(expected == users.With(new WebhookEndpoint(new Uri(address))).Credentials.Authorization?.Parameter, why);
    }

    [Fact]
    public void Who_has_no_user_of_its_own_is_shown_the_current_contexts_or_nothing()
    {
        var endpoint = new WebhookEndpoint(new Uri("https://hook.ns.svc/"));
        Assert.Equal("Basic YW5uOnM6ZQ==", Users("{name: me, user: {username: ann, password: 's:e'}}", ", contexts: [{name: c, context: {user: me}}], current-context: c").With(endpoint).Credentials.Authorization!.ToString());
        Assert.Same(WebhookCredentials.None, Users("{name: me, user: {token: t}}").With(endpoint).Credentials);
        Assert.Contains("exec", Assert.Throws<FormatException>(() => Users("{name: me, user: {exec: {command: x}}}")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mutating")]
    [InlineData("Validating")]
    public async Task A_webhook_sees_the_certificate_and_the_token_that_are_its_users(string sort)
    {
        var seen = "";
        await using var webhook = await WebhookServer.StartAsync((http, review) =>
        {
            seen = $"{http.Connection.ClientCertificate?.Subject} {http.Request.Headers.Authorization}";
            return Task.FromResult<ObjectNode?>(ObjectNode.Of(("apiVersion", "admission.k8s.io/v1"), ("kind", "AdmissionReview"), ("response", ObjectNode.Of(("uid", review.TextAt("request", "uid")), ("allowed", true)))));
        });
        using var issued = CertificateAuthority.Create("ca", DateTimeOffset.UtcNow).Issue(new CertificateRequestOptions("the-api-server") { IsClient = true }, DateTimeOffset.UtcNow);
        using var own = issued.GetECDsaPrivateKey()!;
        var (certificate, key) = (Base64(issued.ExportCertificatePem()), Base64(own.ExportPkcs8PrivateKeyPem()));
        var path = Kubeconfig($"{{name: 'localhost:{webhook.Address.Port}', user: {{token: secret, client-certificate-data: {certificate}, client-key-data: {key}}}}}");
        var settings = AdmissionConfigurationFile.Read($"{{apiVersion: apiserver.config.k8s.io/v1, kind: AdmissionConfiguration, plugins: [{{name: {sort}AdmissionWebhook, configuration: {{apiVersion: apiserver.config.k8s.io/v1, kind: WebhookAdmissionConfiguration, kubeConfigFile: {path}}}}}]}}", File.ReadAllText);
        await using var server = await TestServer.StartAsync(o => o with { AdmissionSettings = settings });
        var (code, _) = await server.SendAsync("POST", $"/apis/admissionregistration.k8s.io/v1/{sort.ToLowerInvariant()}webhookconfigurations", $$$"""{"metadata":{"name":"w"},"webhooks":[{"name":"w.example.org","admissionReviewVersions":["v1"],"sideEffects":"None","clientConfig":{"url":"{{{webhook.Url}}}/","caBundle":"{{{WebhookServer.CaBundle}}}"},"rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}]}]}""");
        Assert.Equal(201, code);
        await CustomResourceKit.UntilAsync(async () =>
        {
            await server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"generateName":"c-"}}""");
            return seen.Length > 0;
        }, "the webhook's call");
        Assert.Equal("CN=the-api-server Bearer secret", seen);
    }

    [Fact]
    public void What_is_no_configuration_of_webhooks_is_told()
    {
        var wrong = Assert.Throws<FormatException>(static () => AdmissionConfigurationFile.Read("{apiVersion: apiserver.config.k8s.io/v1, kind: AdmissionConfiguration, plugins: [{name: MutatingAdmissionWebhook, configuration: {apiVersion: apiserver.config.k8s.io/v1, kind: WebhookAdmissionConfiguration, kubeConfigFile: here}}]}", File.ReadAllText));
        Assert.Equal("kubeConfigFile: Invalid value: \"here\": must be an absolute file path", wrong.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private WebhookUsers Users(string users, string more = "") => WebhookUsers.Read(Kubeconfig(users, more));

    private string Kubeconfig(string users, string more = "")
    {
        var path = Path.Combine(_folder, "kubeconfig");
        File.WriteAllText(path, $"{{apiVersion: v1, kind: Config, users: [{users}]{more}}}");
        return path;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}

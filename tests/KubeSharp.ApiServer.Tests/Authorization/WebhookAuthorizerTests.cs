using System.Collections.Immutable;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Configured;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Authorization;

public sealed class WebhookAuthorizerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("authz").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> KubeconfigAsync(string url)
    {
        var path = Path.Combine(_folder, "webhook.yaml");
        await File.WriteAllTextAsync(path, $$"""
            apiVersion: v1
            kind: Config
            clusters: [{"name":"w","cluster":{"server":"{{url}}/authorize","certificate-authority-data":"{{WebhookServer.CaBundle}}"} }]
            users: [{"name":"s","user":{"token":"secret"} }]
            contexts: [{"name":"c","context":{"cluster":"w","user":"s"} }]
            current-context: c
            """);
        return path;
    }

    private static string Configuration(string kubeconfig, string more = "", string policy = "NoOpinion", string rest = "") => $$"""
        apiVersion: apiserver.config.k8s.io/v1
        kind: AuthorizationConfiguration
        authorizers:
        - type: Webhook
          name: outer
          webhook: {"timeout":"3s","authorizedTTL":"1h","unauthorizedTTL":"1h","subjectAccessReviewVersion":"v1","matchConditionSubjectAccessReviewVersion":"v1","failurePolicy":"{{policy}}","connectionInfo":{"type":"KubeConfigFile","kubeConfigFile":"{{kubeconfig}}"}{{more}}}
        {{rest}}
        """;

    private static ObjectNode Answer(ObjectNode review)
    {
        var user = review.TextAt("spec", "user");
        return ObjectNode.Of(("apiVersion", "authorization.k8s.io/v1"), ("kind", "SubjectAccessReview"), ("status", ObjectNode.Of(("allowed", user == "friend"), ("denied", user == "foe" ? (Node)true : null), ("reason", $"because {user}"))));
    }

    private static Task<TestServer> ServeAsync(string configuration)
    {
        var read = AuthorizerConfiguration.Read(configuration);
        return TestServer.StartAsync(o => o with { Authorizers = parts => [new ConfiguredAuthorizers(parts, read)] });
    }

    [Fact]
    public async Task A_webhook_allows_denies_or_leaves_it_to_the_next_and_its_answer_counts_for_a_while()
    {
        await using var webhook = await WebhookServer.StartAsync(static (_, review) => Task.FromResult<ObjectNode?>(Answer(review)));
        await using var server = await ServeAsync(Configuration(await KubeconfigAsync(webhook.Url), rest: "- {\"type\":\"RBAC\",\"name\":\"rbac\"}"));
        await server.SendAsync("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", """{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"known"},{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"foe"}]}""");
        Assert.Equal(200, (await server.SendAsync("GET", "/api/v1/namespaces/default/pods?labelSelector=a%3Db&fieldSelector=spec.nodeName%3Dn", user: "friend")).Code);
        var spec = webhook.Calls.Single(static c => c.Body.TextAt("spec", "user") == "friend").Body.At("spec")!;
        Assert.Equal("""{"namespace":"default","verb":"list","version":"v1","resource":"pods","fieldSelector":{"requirements":[{"key":"spec.nodeName","operator":"In","values":["n"]}]},"labelSelector":{"requirements":[{"key":"a","operator":"In","values":["b"]}]}}""", spec.At("resourceAttributes")!.ToString());
        Assert.Equal("""["system:authenticated"]""", spec.At("groups")!.ToString());
        await server.SendAsync("GET", "/api/v1/namespaces/default/pods?labelSelector=a%3Db&fieldSelector=spec.nodeName%3Dn", user: "friend");
        Assert.Single(webhook.Calls, static c => c.Body.TextAt("spec", "user") == "friend");
        var (code, refusal) = await server.SendAsync("GET", "/api/v1/namespaces/default/pods", user: "foe");
        Assert.Equal(403, code);
        Assert.EndsWith("in the namespace \"default\": because foe", refusal.TextAt("message"), StringComparison.Ordinal);
        await CustomResourceKit.UntilAsync(async () => (await server.SendAsync("GET", "/api/v1/namespaces/default/pods", user: "known")).Code == 200, "the next authorizer to allow it");
    }

    [Fact]
    public async Task It_is_asked_only_where_its_conditions_hold()
    {
        await using var webhook = await WebhookServer.StartAsync(static (_, review) => Task.FromResult<ObjectNode?>(Answer(review)));
        const string conditions = ""","matchConditions":[{"expression":"has(request.resourceAttributes)"},{"expression":"request.resourceAttributes.namespace != 'kube-system'"},{"expression":"!('quiet' in request.groups)"}]""";
        await using var server = await ServeAsync(Configuration(await KubeconfigAsync(webhook.Url), conditions));
        Assert.Equal(403, (await server.SendAsync("GET", "/api/v1/namespaces/kube-system/pods", user: "friend")).Code);
        Assert.Equal(403, (await server.SendAsync("GET", "/version", user: "friend")).Code);
        Assert.Empty(webhook.Calls);
        Assert.Equal(200, (await server.SendAsync("GET", "/api/v1/namespaces/default/pods", user: "friend")).Code);
        Assert.Equal(200, (await server.SendAsync("GET", "/api/v1/nodes", user: "friend")).Code);
    }

    [Fact]
    public async Task One_that_fails_refuses_or_says_nothing_as_its_policy_has_it()
    {
        var kubeconfig = await KubeconfigAsync("https://127.0.0.1:1");
        const string allowAll = "- {\"type\":\"AlwaysAllow\",\"name\":\"all\"}";
        await using (var open = await ServeAsync(Configuration(kubeconfig, rest: allowAll))) { Assert.Equal(200, (await open.SendAsync("GET", "/api/v1/namespaces/default/pods", user: "friend")).Code); }
        await using var closed = await ServeAsync(Configuration(kubeconfig, policy: "Deny", rest: allowAll));
        Assert.Equal(403, (await closed.SendAsync("GET", "/api/v1/namespaces/default/pods", user: "friend")).Code);
        Assert.Equal(200, (await closed.SendAsync("GET", "/api/v1/namespaces/default/pods")).Code);
    }

    [Fact]
    public async Task Another_configuration_takes_its_place_while_the_server_runs()
    {
        ConfiguredAuthorizers? authorizers = null;
        ImmutableArray<AuthorizerConfiguration> none = [new("RBAC", "rbac")];
        await using var server = await TestServer.StartAsync(o => o with { Authorizers = parts => [authorizers = new ConfiguredAuthorizers(parts, none)] });
        Assert.Equal(403, (await server.SendAsync("GET", "/api/v1/namespaces/default/pods", user: "friend")).Code);
        authorizers!.Take([new("RBAC", "rbac"), new("AlwaysAllow", "all")]);
        Assert.Equal(200, (await server.SendAsync("GET", "/api/v1/namespaces/default/pods", user: "friend")).Code);
    }

    [Theory]
    [InlineData("authorizers: []", "authorizers: Required value: at least one authorization mode must be defined")]
    [InlineData("authorizers: [{\"type\":\"Oracle\",\"name\":\"a\"}]", "authorizers[0].type: Unsupported value: \"Oracle\"")]
    [InlineData("authorizers: [{\"type\":\"RBAC\",\"name\":\"a\"},{\"type\":\"RBAC\",\"name\":\"b\"}]", "authorizers[1].type: Duplicate value: \"RBAC\"")]
    [InlineData("authorizers: [{\"type\":\"RBAC\",\"name\":\"a\"},{\"type\":\"Node\",\"name\":\"a\"}]", "authorizers[1].name: Duplicate value: \"a\"")]
    [InlineData("authorizers: [{\"type\":\"Webhook\",\"name\":\"a\"}]", "authorizers[0].webhook: Required value: required when type=Webhook")]
    [InlineData("authorizers: [{\"type\":\"Webhook\",\"name\":\"a\",\"webhook\":{\"timeout\":\"31s\"}}]", "authorizers[0].timeout: Invalid value: \"31s\": must be > 0s and <= 30s")]
    [InlineData("authorizers: [{\"type\":\"Webhook\",\"name\":\"a\",\"webhook\":{\"matchConditions\":[{\"expression\":\"request.usr == 'a'\"}]}}]", "authorizers[0].matchConditions[0].expression: Invalid value")]
    public void A_configuration_that_does_not_hold_is_refused_with_its_field(string authorizers, string expected)
    {
        var mistake = Assert.Throws<FormatException>(() => AuthorizerConfiguration.Read($"apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\n{authorizers}"));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }
}

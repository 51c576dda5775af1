using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Authorization;

public sealed class RbacTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Group = "/apis/rbac.authorization.k8s.io/v1";
    private static readonly string[] _people = ["people"];

    private static AuthorizationAttributes Ask(string verb, string resource, string subresource = "", string name = "", string group = "") =>
        new(UserIdentity.Anonymous, verb) { Resource = resource, Subresource = subresource, Name = name, Group = group };

    private static PolicyRule Rule(string json) => PolicyRule.Read(ObjectNode.Of(("rules", ArrayNode.Of(Node.Parse(json)))))[0];

    [Theory]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}""", "get", "pods", "", "", true)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}""", "get", "pods", "log", "", false)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods/log"]}""", "get", "pods", "log", "", true)]
    [InlineData("""{"verbs":["update"],"apiGroups":["*"],"resources":["*/scale"]}""", "update", "deployments", "scale", "", true)]
    [InlineData("""{"verbs":["update"],"apiGroups":["*"],"resources":["*/scale"]}""", "update", "deployments", "status", "", false)]
    [InlineData("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""", "delete", "pods", "exec", "", true)]
    [InlineData("""{"verbs":["get"],"apiGroups":["apps"],"resources":["pods"]}""", "get", "pods", "", "", false)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"resourceNames":["a"]}""", "get", "pods", "", "a", true)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"resourceNames":["a"]}""", "get", "pods", "", "b", false)]
    [InlineData("""{"verbs":["create"],"apiGroups":[""],"resources":["pods"],"resourceNames":["a"]}""", "create", "pods", "", "", false)]
    public void A_rule_allows_what_it_says(string rule, string verb, string resource, string subresource, string name, bool expected) =>
        Assert.Equal(expected, Rule(rule).Allows(Ask(verb, resource, subresource, name)));

    [Theory]
    [InlineData("/healthz", "/healthz", true)]
    [InlineData("/healthz", "/healthz/ping", false)]
    [InlineData("/healthz/*", "/healthz/ping", true)]
    [InlineData("*", "/anything", true)]
    public void Paths_may_end_in_a_star(string pattern, string path, bool expected) =>
        Assert.Equal(expected, Rule($$"""{"verbs":["get"],"nonResourceURLs":["{{pattern}}"]}""").Allows(new AuthorizationAttributes(UserIdentity.Anonymous, "get") { IsResourceRequest = false, Path = path }));

    private async Task<string> GrantAsync(string user, string rules)
    {
        var ns = await cluster.NamespaceAsync();
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"{Group}/namespaces/{ns}/roles", $"{{\"metadata\":{{\"name\":\"r\"}},\"rules\":{rules}}}")).Code);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"{Group}/namespaces/{ns}/rolebindings", $"{{\"metadata\":{{\"name\":\"r\"}},\"roleRef\":{{\"kind\":\"Role\",\"name\":\"r\"}},\"subjects\":[{{\"kind\":\"User\",\"name\":\"{user}\"}}]}}")).Code);
        await cluster.Server.SendAsync("GET", $"{Group}/namespaces/{ns}/rolebindings");
        return ns;
    }

    [Fact]
    public async Task A_binding_holds_in_its_namespace_only()
    {
        var ns = await GrantAsync("ann", """[{"verbs":["get","list"],"apiGroups":[""],"resources":["configmaps"]}]""");
        Assert.Equal(200, (await cluster.AsAsync("ann", _people, "GET", $"/api/v1/namespaces/{ns}/configmaps")).Code);
        var (code, refused) = await cluster.AsAsync("ann", _people, "GET", "/api/v1/namespaces/default/configmaps");
        Assert.Equal((403, "configmaps is forbidden: User \"ann\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"default\""), (code, refused.TextAt("message")));
        Assert.Equal(403, (await cluster.AsAsync("ann", _people, "POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""")).Code);
    }

    [Fact]
    public async Task A_role_that_is_taken_away_grants_nothing_more()
    {
        var ns = await GrantAsync("bob", """[{"verbs":["list"],"apiGroups":[""],"resources":["configmaps"]}]""");
        Assert.Equal(200, (await cluster.AsAsync("bob", _people, "GET", $"/api/v1/namespaces/{ns}/configmaps")).Code);
        await cluster.Server.SendAsync("DELETE", $"{Group}/namespaces/{ns}/rolebindings/r");
        await cluster.Server.SendAsync("GET", $"{Group}/namespaces/{ns}/rolebindings");
        Assert.Equal(403, (await cluster.AsAsync("bob", _people, "GET", $"/api/v1/namespaces/{ns}/configmaps")).Code);
    }

    [Fact]
    public async Task Nobody_gives_more_than_they_have()
    {
        var ns = await GrantAsync("eve", """[{"verbs":["*"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["rolebindings"]},{"verbs":["create","update"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles"]},{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]""");
        Assert.Equal(201, (await cluster.AsAsync("eve", _people, "POST", $"{Group}/namespaces/{ns}/roles", """{"metadata":{"name":"less"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"resourceNames":["x"]}]}""")).Code);
        var (code, refused) = await cluster.AsAsync("eve", _people, "POST", $"{Group}/namespaces/{ns}/roles", """{"metadata":{"name":"more"},"rules":[{"verbs":["get","delete"],"apiGroups":[""],"resources":["pods"]}]}""");
        Assert.Equal(403, code);
        Assert.Contains("is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\"]}", refused.TextAt("message"));
    }

    [Fact]
    public async Task Nobody_binds_a_role_they_have_not_unless_they_may_bind_it()
    {
        var ns = await GrantAsync("mallory", """[{"verbs":["create"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["rolebindings"]},{"verbs":["bind"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"],"resourceNames":["view"]}]""");
        static string To(string role) => $"{{\"metadata\":{{\"name\":\"{role}\"}},\"roleRef\":{{\"kind\":\"ClusterRole\",\"name\":\"{role}\"}},\"subjects\":[{{\"kind\":\"User\",\"name\":\"mallory\"}}]}}";
        Assert.Equal(403, (await cluster.AsAsync("mallory", _people, "POST", $"{Group}/namespaces/{ns}/rolebindings", To("cluster-admin"))).Code);
        Assert.Equal(201, (await cluster.AsAsync("mallory", _people, "POST", $"{Group}/namespaces/{ns}/rolebindings", To("view"))).Code);
    }

    [Fact]
    public async Task Acting_as_somebody_else_needs_the_right_to()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces");
        request.Headers.Add("X-User", "nobody");
        request.Headers.Add("Impersonate-User", "admin");
        using var response = await cluster.Server.Client.SendAsync(request);
        Assert.Equal(403, (int)response.StatusCode);
        // Compat: of the ways to be allowed to, the narrowest is told.
        Assert.Contains("User \\\"nobody\\\" cannot impersonate-on:user-info:list resource \\\"namespaces\\\" in API group \\\"\\\" at the cluster scope", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Access_reviews_answer_for_oneself_and_for_others()
    {
        var ns = await GrantAsync("carl", """[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]""");
        var body = $"{{\"spec\":{{\"user\":\"carl\",\"resourceAttributes\":{{\"namespace\":\"{ns}\",\"verb\":\"get\",\"resource\":\"pods\"}}}}}}";
        var (code, review) = await cluster.Server.SendAsync("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", body);
        Assert.Equal((201, BooleanNode.True), (code, review.At("status", "allowed")));
        (_, review) = await cluster.Server.SendAsync("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", body.Replace("\"get\"", "\"delete\"", StringComparison.Ordinal));
        Assert.Equal(BooleanNode.False, review.At("status", "allowed"));
        (_, review) = await cluster.Server.SendAsync("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{"nonResourceAttributes":{"verb":"get","path":"/x"}}}""");
        Assert.Equal(BooleanNode.True, review.At("status", "allowed"));
        Assert.Equal(422, (await cluster.Server.SendAsync("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{}}""")).Code);
        (_, review) = await cluster.AsAsync("carl", ["system:authenticated"], "POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", $"{{\"spec\":{{\"namespace\":\"{ns}\"}}}}");
        Assert.Contains((ArrayNode)review.At("status", "resourceRules")!, static r => r.ToString().Contains("\"pods\"", StringComparison.Ordinal));
    }
}

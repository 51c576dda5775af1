using System.Text;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Authorization;

/// <summary>Acting as somebody else, by the right of old and by the narrow ones of KEP-5284.</summary>
public sealed class ImpersonationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private async Task GrantAsync(string user, string rules)
    {
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", $$"""{"metadata":{"name":"{{user}}"},"rules":{{rules}} }""")).Code);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", $$"""{"metadata":{"name":"{{user}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{user}}"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"{{user}}"}]}""")).Code);
    }

    private async Task<int> AskAsync(string user, string path, string asUser, string method = "GET", string? body = null, params string[] groups)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) { request.Content = new StringContent(body, Encoding.UTF8, "application/json"); }
        request.Headers.Add("X-User", user);
        if (asUser.Length > 0) { request.Headers.Add("Impersonate-User", asUser); }
        foreach (var group in groups) { request.Headers.Add("Impersonate-Group", group); }
        using var response = await cluster.Server.Client.SendAsync(request);
        return (int)response.StatusCode;
    }

    [Fact]
    public async Task A_narrow_right_lets_one_act_as_a_user_for_what_it_names_and_nothing_else()
    {
        await GrantAsync("agent", """[{"verbs":["impersonate:user-info"],"apiGroups":["authentication.k8s.io"],"resources":["users"],"resourceNames":["jane"]},{"verbs":["impersonate-on:user-info:list"],"apiGroups":[""],"resources":["configmaps"]}]""");
        await GrantAsync("jane", """[{"verbs":["*"],"apiGroups":[""],"resources":["configmaps","secrets"]}]""");
        await CustomResourceKit.UntilAsync(async () => await AskAsync("agent", "/api/v1/configmaps", "jane") == 200, "the agent to be allowed");
        Assert.Equal(403, await AskAsync("agent", "/api/v1/configmaps", ""));
        Assert.Equal(403, await AskAsync("agent", "/api/v1/secrets", "jane"));
        Assert.Equal(403, await AskAsync("agent", "/api/v1/namespaces/default/configmaps", "jane", "POST", """{"metadata":{"name":"a"}}"""));
        Assert.Equal(403, await AskAsync("agent", "/api/v1/configmaps", "john"));
    }

    [Fact]
    public async Task A_narrow_right_never_gives_the_group_that_may_do_all()
    {
        await GrantAsync("climber", """[{"verbs":["impersonate:user-info"],"apiGroups":["authentication.k8s.io"],"resources":["users","groups"]},{"verbs":["impersonate-on:user-info:list"],"apiGroups":["*"],"resources":["*"]}]""");
        await GrantAsync("mary", """[{"verbs":["list"],"apiGroups":[""],"resources":["configmaps"]}]""");
        await CustomResourceKit.UntilAsync(async () => await AskAsync("climber", "/api/v1/configmaps", "mary") == 200, "the climber to be allowed");
        Assert.Equal(403, await AskAsync("climber", "/api/v1/secrets", "mary", groups: "system:masters"));
    }

    [Fact]
    public async Task A_node_is_acted_as_by_its_own_right_and_with_the_groups_of_nodes()
    {
        await GrantAsync("nodeagent", """[{"verbs":["impersonate:arbitrary-node"],"apiGroups":["authentication.k8s.io"],"resources":["nodes"]},{"verbs":["impersonate-on:arbitrary-node:create"],"apiGroups":["authentication.k8s.io"],"resources":["selfsubjectreviews"]}]""");
        await CustomResourceKit.UntilAsync(async () => await AskAsync("nodeagent", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "system:node:n1", "POST", "{}") == 201, "the agent to be allowed");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Add("X-User", "nodeagent");
        request.Headers.Add("Impersonate-User", "system:node:n1");
        using var response = await cluster.Server.Client.SendAsync(request);
        Assert.Equal("""["system:nodes","system:authenticated"]""", Node.Parse(await response.Content.ReadAsByteArrayAsync()).At("status", "userInfo", "groups")!.ToString());
        Assert.Equal(403, await AskAsync("nodeagent", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "jane", "POST", "{}"));
    }

    [Fact]
    public async Task Groups_without_a_user_are_a_bad_request()
    {
        Assert.Equal(400, await AskAsync("anybody", "/api/v1/configmaps", "", groups: "dev"));
    }
}

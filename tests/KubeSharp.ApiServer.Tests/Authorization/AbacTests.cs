using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Tests.Authorization;

/// <summary>Policy files of ABAC, by the examples of its documentation.</summary>
public sealed class AbacTests
{
    private const string Head = "\"apiVersion\":\"abac.authorization.kubernetes.io/v1beta1\",\"kind\":\"Policy\",\"spec\":";

    private static async Task<AuthorizationVerdict> AskAsync(string policies, string user, string verb, string resource, string ns = "", string group = "", params string[] groups) =>
        (await new AbacAuthorizer(AbacPolicy.ReadAll(policies)).AuthorizeAsync(new AuthorizationAttributes(new UserIdentity(user, [.. groups, "system:authenticated"]), verb) { Resource = resource, Namespace = ns, Group = group }, default)).Verdict;

    [Theory]
    [InlineData("alice", "delete", "pods", "any", "apps", true)]
    [InlineData("kubelet", "list", "pods", "any", "", true)]
    [InlineData("kubelet", "delete", "pods", "any", "", false)]
    [InlineData("kubelet", "create", "events", "any", "", true)]
    [InlineData("bob", "get", "pods", "projectCaribou", "", true)]
    [InlineData("bob", "watch", "pods", "projectCaribou", "", true)]
    [InlineData("bob", "update", "pods", "projectCaribou", "", false)]
    [InlineData("bob", "get", "pods", "other", "", false)]
    [InlineData("bob", "get", "services", "projectCaribou", "", false)]
    [InlineData("stranger", "get", "pods", "projectCaribou", "", false)]
    public async Task The_examples_of_the_documentation_hold(string user, string verb, string resource, string ns, string group, bool isAllowed)
    {
        const string Policies = "# who may what\n{" + Head + "{\"user\":\"alice\",\"namespace\":\"*\",\"resource\":\"*\",\"apiGroup\":\"*\"}}\n\n"
            + "{" + Head + "{\"user\":\"kubelet\",\"namespace\":\"*\",\"resource\":\"pods\",\"readonly\":true}}\n{" + Head + "{\"user\":\"kubelet\",\"namespace\":\"*\",\"resource\":\"events\"}}\n"
            + "{" + Head + "{\"user\":\"bob\",\"namespace\":\"projectCaribou\",\"resource\":\"pods\",\"readonly\":true}}\n";
        Assert.Equal(isAllowed ? AuthorizationVerdict.Allow : AuthorizationVerdict.NoOpinion, await AskAsync(Policies, user, verb, resource, ns, group));
    }

    [Fact]
    public async Task Paths_and_groups_are_matched()
    {
        var authorizer = new AbacAuthorizer(AbacPolicy.ReadAll("{" + Head + "{\"group\":\"system:authenticated\",\"readonly\":true,\"nonResourcePath\":\"/apis/*\"}}\n{" + Head + "{\"group\":\"ops\",\"nonResourcePath\":\"*\"}}"));
        async Task<AuthorizationVerdict> Ask(string verb, string path, params string[] groups) =>
            (await authorizer.AuthorizeAsync(new AuthorizationAttributes(new UserIdentity("u", [.. groups]), verb) { IsResourceRequest = false, Path = path }, default)).Verdict;
        Assert.Equal(AuthorizationVerdict.Allow, await Ask("get", "/apis/apps", "system:authenticated"));
        Assert.Equal(AuthorizationVerdict.NoOpinion, await Ask("post", "/apis/apps", "system:authenticated"));
        Assert.Equal(AuthorizationVerdict.NoOpinion, await Ask("get", "/metrics", "system:authenticated"));
        Assert.Equal(AuthorizationVerdict.NoOpinion, await Ask("get", "/apis/apps", "system:unauthenticated"));
        Assert.Equal(AuthorizationVerdict.Allow, await Ask("post", "/metrics", "ops"));
    }

    [Fact]
    public async Task A_line_without_a_version_allows_what_it_leaves_out()
    {
        Assert.Equal(AuthorizationVerdict.Allow, await AskAsync("""{"user":"old"}""", "old", "delete", "pods", "ns", "apps"));
        Assert.Equal(AuthorizationVerdict.Allow, await AskAsync("""{"readonly":true}""", "anybody", "get", "pods"));
        Assert.Equal(AuthorizationVerdict.NoOpinion, await AskAsync("""{"readonly":true}""", "anybody", "create", "pods"));
    }

    [Theory]
    [InlineData("{\"user\":", "line 2")]
    [InlineData("{\"apiVersion\":\"v9\",\"kind\":\"Policy\"}", "no kind \"Policy\" is registered for version \"v9\"")]
    public void What_is_no_policy_is_told_with_its_line(string line, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => AbacPolicy.ReadAll("# first\n" + line)).Message, StringComparison.Ordinal);
}

using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Tests.Authorization;

public sealed class CountedAuthorizerTests
{
    [Theory]
    [InlineData(AuthorizationVerdict.Allow, "allowed")]
    [InlineData(AuthorizationVerdict.Deny, "denied")]
    [InlineData(AuthorizationVerdict.NoOpinion, null)]
    public async Task Decisions_are_counted_and_passed_on(AuthorizationVerdict verdict, string? counted)
    {
        var metric = new Metric("d", "counter", "", "decision", "name", "type");
        Assert.Equal(verdict, (await new CountedAuthorizer("Webhook", "w", new AlwaysAuthorizer(verdict), metric).AuthorizeAsync(new AuthorizationAttributes(new UserIdentity("jane", []), "get"), default)).Verdict);
        var text = new System.Text.StringBuilder();
        metric.Write(text);
        Assert.Equal(counted is null ? "" : $"d{{decision=\"{counted}\",name=\"w\",type=\"Webhook\"}} 1\n", string.Concat(text.ToString().Split('\n').Where(static l => l.Length > 0 && l[0] != '#').Select(static l => l + "\n")));
    }

    [Fact]
    public async Task A_server_counts_what_its_own_decide()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nodes/n");
        request.Headers.Add("Impersonate-User", "system:node:n");
        request.Headers.Add("Impersonate-Group", "system:nodes");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains("apiserver_authorization_decisions_total{decision=\"allowed\",name=\"node\",type=\"Node\"} 1\n", await server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }
}

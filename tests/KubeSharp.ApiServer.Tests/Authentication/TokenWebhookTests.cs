using System.Net.Http.Headers;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Authentication;

public sealed class TokenWebhookTests
{
    private static ObjectNode Answer(ObjectNode review) => review.TextAt("spec", "token") switch
    {
        "good" => Reviewed(ObjectNode.Of(("authenticated", true), ("user", ObjectNode.Of(("username", "jane"), ("uid", "7"), ("groups", ArrayNode.Of("dev")), ("extra", ObjectNode.Of(("example.org/a", ArrayNode.Of("b")))))), ("audiences", ArrayNode.Of("https://api")))),
        "elsewhere" => Reviewed(ObjectNode.Of(("authenticated", true), ("user", ObjectNode.Of(("username", "jane"))), ("audiences", ArrayNode.Of("elsewhere")))),
        _ => Reviewed(ObjectNode.Of(("authenticated", false), ("error", "unknown token"))),
    };

    private static ObjectNode Reviewed(ObjectNode status) => ObjectNode.Of(("apiVersion", "authentication.k8s.io/v1"), ("kind", "TokenReview"), ("status", status));

    private static async Task<(int Code, ObjectNode Body)> AskAsync(TestServer server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews") { Content = new StringContent("{}", new MediaTypeHeaderValue("application/json")) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await server.Client.SendAsync(request);
        return ((int)response.StatusCode, (ObjectNode)Node.Parse(await response.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task A_webhook_says_whose_a_token_is_and_is_asked_once_about_it()
    {
        await using var webhook = await WebhookServer.StartAsync(static (_, review) => Task.FromResult<ObjectNode?>(Answer(review)));
        var endpoint = new WebhookEndpoint(new Uri(webhook.Url + "/tokens")) { Authorities = WebhookServer.CaPem };
        await using var server = await TestServer.StartAsync(o => o with
        {
            Authenticators = [],
            Authorizers = static _ => [new AlwaysAuthorizer(AuthorizationVerdict.Allow)],
            TokenAuthenticators = client => [new TokenWebhookAuthenticator(new TokenWebhookOptions(endpoint, ["https://api"]) { Version = "v1" }, client, TimeProvider.System)],
        });
        var (code, answer) = await AskAsync(server, "good");
        Assert.Equal(201, code);
        var user = answer.At("status", "userInfo")!;
        Assert.Equal(("jane", "7", """["dev","system:authenticated"]""", """{"example.org/a":["b"]}"""), (user.TextAt("username"), user.TextAt("uid"), user.At("groups")!.ToString(), user.At("extra")!.ToString()));
        Assert.Equal(("authentication.k8s.io/v1", """["https://api"]"""), (webhook.Calls.First().Body.TextAt("apiVersion"), webhook.Calls.First().Body.At("spec", "audiences")!.ToString()));
        await AskAsync(server, "good");
        Assert.Single(webhook.Calls);
        Assert.Equal(401, (await AskAsync(server, "elsewhere")).Code);
        Assert.Equal(401, (await AskAsync(server, "bad")).Code);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "good");
        var metrics = await server.Client.GetStringAsync("/metrics");
        foreach (var line in (ReadOnlySpan<string>)["request_total{status=\"hit\"} 2", "request_total{status=\"miss\"} 3", "fetch_total{status=\"ok\"} 3", "active_fetch_count{status=\"in_flight\"} 0", "request_duration_seconds_count{status=\"miss\"} 3"])
        {
            Assert.Contains($"authentication_token_cache_{line}\n", metrics, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_that_cannot_be_reached_lets_nobody_in()
    {
        var endpoint = new WebhookEndpoint(new Uri("https://127.0.0.1:1")) { Authorities = WebhookServer.CaPem };
        await using var server = await TestServer.StartAsync(o => o with
        {
            Authenticators = [],
            TokenAuthenticators = client => [new TokenWebhookAuthenticator(new TokenWebhookOptions(endpoint, ["https://api"]), client, TimeProvider.System)],
        });
        Assert.Equal(401, (await AskAsync(server, "good")).Code);
    }
}

using System.Net;
using System.Text;
using KubeSharp.Client.Rest;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Client.Tests.Rest;

/// <summary>Tokens of service accounts that somebody asks for in their name.</summary>
public sealed class AccountTokenTests
{
    [Fact]
    public async Task An_account_that_is_not_there_is_made_and_its_token_is_asked_for_once_until_it_is_due()
    {
        var (server, time) = (new Server(), new FakeTimeProvider());
        using var owner = new ApiClient(new RestConfig { Server = new Uri("https://test") }, time, server);
        using var tokens = new AccountTokens(owner, "kube-system", "job-controller", time);
        Assert.Equal("token-1", await tokens.TokenAsync(default));
        Assert.Equal("token-1", await tokens.TokenAsync(default));
        Assert.Equal(["POST /api/v1/namespaces/kube-system/serviceaccounts/job-controller/token", "POST /api/v1/namespaces/kube-system/serviceaccounts", "POST /api/v1/namespaces/kube-system/serviceaccounts/job-controller/token"], server.Asked);
        time.Advance(TimeSpan.FromMinutes(47));
        Assert.Equal("token-1", await tokens.TokenAsync(default));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("token-2", await tokens.TokenAsync(default));
        tokens.Refused();
        Assert.Equal("token-3", await tokens.TokenAsync(default));
    }

    [Fact]
    public async Task A_client_shows_the_token_and_after_a_refusal_another()
    {
        var (server, time) = (new Server { HasAccount = true }, new FakeTimeProvider());
        using var owner = new ApiClient(new RestConfig { Server = new Uri("https://test") }, time, server);
        using var tokens = new AccountTokens(owner, "kube-system", "job-controller", time);
        var pods = new Server { Refuses = "Bearer token-1" };
        using var client = new ApiClient(new RestConfig { Server = new Uri("https://test"), Tokens = tokens }, time, pods);
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/pods");
            using var response = await client.SendAsync(request, default);
        }
        Assert.Equal(["Bearer token-1", "Bearer token-2", "Bearer token-2"], pods.Shown);
    }

    private sealed class Server : HttpMessageHandler
    {
        private int _tokens;

        public List<string> Asked { get; } = [];

        public List<string> Shown { get; } = [];

        public bool HasAccount { get; set; }

        public string Refuses { get; init; } = "nothing";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            Shown.Add(request.Headers.Authorization?.ToString() ?? "");
            var (code, body) = Answer(request.RequestUri.AbsolutePath);
            if (Shown[^1] == Refuses) { code = 401; }
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }

        private (int, string) Answer(string path)
        {
            if (path.EndsWith("/serviceaccounts", StringComparison.Ordinal))
            {
                HasAccount = true;
                return (201, """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"job-controller"}}""");
            }
            if (!path.EndsWith("/token", StringComparison.Ordinal)) { return (200, "{}"); }
            return HasAccount ? (201, $"{{\"status\":{{\"token\":\"token-{++_tokens}\"}}}}") : (404, """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404,"message":"no"}""");
        }
    }
}

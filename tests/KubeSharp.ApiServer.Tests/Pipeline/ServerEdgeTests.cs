using System.Net;
using System.Text.RegularExpressions;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Tests.Kit;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Tests.Pipeline;

public sealed class ServerEdgeTests
{
    [Fact]
    public async Task A_page_of_an_allowed_origin_may_ask_and_asks_first_without_credentials()
    {
        await using var server = await TestServer.StartAsync(static o => o with { Edge = new EdgeOptions { Origins = [new Regex("^https://a[.]example$")] } });
        using var before = await SendAsync(server, "OPTIONS", "/api/v1/pods", "https://a.example");
        Assert.Equal((HttpStatusCode.NoContent, "https://a.example"), (before.StatusCode, Header(before, "Access-Control-Allow-Origin")));
        Assert.Equal("POST, GET, OPTIONS, PUT, DELETE, PATCH", Header(before, "Access-Control-Allow-Methods"));
        using var asked = await SendAsync(server, "GET", "/version", "https://a.example");
        Assert.Equal((HttpStatusCode.OK, "true"), (asked.StatusCode, Header(asked, "Access-Control-Allow-Credentials")));
        using var other = await SendAsync(server, "GET", "/version", "https://b.example");
        Assert.Equal((HttpStatusCode.OK, ""), (other.StatusCode, Header(other, "Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Browsers_are_told_to_come_by_https_only()
    {
        await using var server = await TestServer.StartAsync(static o => o with { Edge = new EdgeOptions { StrictTransport = "max-age=31536000; preload" } });
        using var answer = await SendAsync(server, "GET", "/livez", "");
        Assert.Equal("max-age=31536000; preload", Header(answer, "Strict-Transport-Security"));
    }

    [Theory]
    [InlineData(1, "HTTP/2", true)]
    [InlineData(0, "HTTP/2", false)]
    [InlineData(1, "HTTP/1.1", false)]
    public async Task A_connection_over_http2_ends_by_chance(double chance, string protocol, bool ends)
    {
        var (http, life) = (new DefaultHttpContext(), new Lifetime());
        http.Features.Set<IConnectionLifetimeNotificationFeature>(life);
        http.Request.Protocol = protocol;
        await new ServerEdge(new EdgeOptions { GoawayChance = chance }, new Random(1), static _ => Task.CompletedTask).HandleAsync(http);
        Assert.Equal(ends, life.IsEnding);
    }

    [Theory]
    [InlineData("^https://a[.]example$", "https://a.example", true)]
    [InlineData("//a[.]example:", "http://a.example:8080", true)]
    [InlineData("//a[.]example$", "https://a.example.b", false)]
    public void Origins_are_told_by_patterns(string pattern, string origin, bool isLetIn) => Assert.Equal(isLetIn, EdgeOptions.ReadOrigins([pattern])[0].IsMatch(origin));

    [Theory]
    [InlineData("a.example", "--cors-allowed-origins has an invalid regular expression: regular expression does not pin to start/end of host in the origin header")]
    [InlineData("//a.example", "--cors-allowed-origins has an invalid regular expression: regular expression does not pin to start/end of host in the origin header")]
    [InlineData("^(a$", "--cors-allowed-origins has an invalid regular expression: ")]
    [InlineData("", "empty value in --cors-allowed-origins")]
    public void A_pattern_of_origins_that_is_none_or_would_let_in_too_much_is_refused(string pattern, string told) =>
        Assert.StartsWith(told, Assert.Throws<FormatException>(() => EdgeOptions.ReadOrigins([pattern])).Message, StringComparison.Ordinal);

    [Fact]
    public void What_browsers_are_told_of_https_is_one_of_three_directives()
    {
        Assert.Equal("max-age=1; includeSubDomains; preload", EdgeOptions.ReadStrictTransport(["max-age=1", "includeSubDomains", "preload"]));
        Assert.Equal("", EdgeOptions.ReadStrictTransport([]));
        Assert.StartsWith("--strict-transport-security-directives invalid", Assert.Throws<FormatException>(() => EdgeOptions.ReadStrictTransport(["maxage=1"])).Message, StringComparison.Ordinal);
        Assert.StartsWith("empty value", Assert.Throws<FormatException>(() => EdgeOptions.ReadStrictTransport([" "])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_its_end_a_server_is_not_ready_and_sends_new_requests_away_but_for_those_about_itself()
    {
        using var ending = new CancellationTokenSource();
        await using var server = await TestServer.StartAsync(static o => o with { Edge = new EdgeOptions { SendsRetryAfter = true } });
        var running = server.Server.RunAsync(ending.Token);
        Assert.Equal(200, (await server.SendAsync("GET", "/readyz")).Code);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        using var ready = await SendAsync(server, "GET", "/readyz?verbose", "");
        Assert.Contains("[-]shutdown failed", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(200, (await server.SendAsync("GET", "/livez")).Code);
        using var away = await SendAsync(server, "GET", "/api/v1/namespaces", "");
        Assert.Equal((429, "5", "The apiserver is shutting down, please try again later.\n"), ((int)away.StatusCode, Header(away, "Retry-After"), await away.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_server_serves_on_for_a_while_after_it_is_told_to_end()
    {
        using var ending = new CancellationTokenSource();
        await using var server = await TestServer.StartAsync(static o => o with { Edge = new EdgeOptions { ShutdownDelay = TimeSpan.FromDays(1) } });
        var running = server.Server.RunAsync(ending.Token);
        await ending.CancelAsync();
        while ((await server.SendAsync("GET", "/readyz")).Code == 200) { await Task.Yield(); }
        Assert.Equal(200, (await server.SendAsync("GET", "/api/v1/namespaces")).Code);
        Assert.False(running.IsCompleted);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestServer server, string method, string path, string origin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (origin.Length > 0) { request.Headers.Add("Origin", origin); }
        return await server.Client.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";

    private sealed class Lifetime : IConnectionLifetimeNotificationFeature
    {
        public bool IsEnding { get; private set; }

        public CancellationToken ConnectionClosedRequested { get; set; }

        public void RequestClose() => IsEnding = true;
    }
}

using System.Buffers.Text;
using System.Net;
using System.Text;
using KubeSharp.Cli.Connection;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Connection;

/// <summary>What a provider is asked, what of its answers is kept, and what is told where there is no token. Source: the stock kubectl before such a provider.</summary>
public sealed class OidcCredentialTests
{
    private const string Issuer = "https://issuer.example/realm/", WellKnown = "https://issuer.example/realm/.well-known/openid-configuration", Tokens = "https://issuer.example/token";
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public async Task A_token_that_is_still_good_is_used_without_asking()
    {
        var provider = new Provider(static _ => throw new InvalidOperationException("asked"));
        var (user, end) = await provider.AskAsync(Config(("id-token", Token(3600))));
        Assert.Equal((Token(3600), _now.AddSeconds(3590)), (user.TextAt("token"), end));
        Assert.Null(provider.Kept);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Another_is_asked_for_by_the_header_then_by_the_form_and_kept(int secondsLeft)
    {
        var asked = new List<string>();
        var provider = new Provider(request =>
        {
            asked.Add($"{request.Method} {request.RequestUri} {request.Headers.Authorization} {request.Content?.ReadAsStringAsync().Result}");
            if (request.RequestUri!.ToString() == WellKnown) { return (200, """{"token_endpoint":"https://issuer.example/token"}"""); }
            return request.Headers.Authorization is null ? (200, $$"""{"access_token":"a","id_token":"{{Token(7200)}}","refresh_token":"next"}""") : (401, "{}");
        });
        var (user, _) = await provider.AskAsync(Config(("id-token", Token(secondsLeft)), ("refresh-token", "once"), ("client-secret", "s:1")));
        Assert.Equal(Token(7200), user.TextAt("token"));
        Assert.Equal([$"GET {WellKnown}  ", $"POST {Tokens} Basic {Convert.ToBase64String("me:s%3A1"u8)} grant_type=refresh_token&refresh_token=once", $"POST {Tokens}  grant_type=refresh_token&refresh_token=once&client_id=me&client_secret=s%3A1"], asked);
        Assert.Equal((Token(7200), "next", Issuer), (provider.Kept!.TextAt("id-token"), provider.Kept.TextAt("refresh-token"), provider.Kept.TextAt("idp-issuer-url")));
        // What was kept is used from then on.
        Assert.Equal(Token(7200), (await provider.AskAsync(null)).User.TextAt("token"));
        Assert.Equal(3, asked.Count);
    }

    [Theory]
    [InlineData("a", "", 0, "", "ID Token is not a valid JWT")]
    [InlineData("", "", 0, "", "No valid id-token, and cannot refresh without refresh-token")]
    [InlineData("", "r", 404, "<html>", "oidc: failed to query metadata endpoint 404 Not Found: \"<html>\"")]
    [InlineData("", "r", 200, "[]", "oidc: failed to decode provider discovery object: it is no JSON object")]
    [InlineData("", "r", 200, "{}", "oidc: discovery object doesn't contain a token_endpoint")]
    public async Task Why_there_is_no_token_is_told(string held, string refresh, int code, string body, string told)
    {
        var provider = new Provider(_ => (code, body));
        var failure = await Assert.ThrowsAsync<CliException>(() => provider.AskAsync(Config(("id-token", held), ("refresh-token", refresh))));
        Assert.Equal("Unable to connect to the server: " + told, failure.Message);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"it is over"}""", "failed to refresh token: oauth2: \"invalid_grant\" \"it is over\"")]
    [InlineData(500, "broken", "failed to refresh token: oauth2: cannot fetch token: 500 Internal Server Error\nResponse: broken")]
    [InlineData(200, "{}", "failed to refresh token: oauth2: server response missing access_token")]
    [InlineData(200, """{"access_token":"a"}""", "token response did not contain an id_token, either the scope \"openid\" wasn't requested upon login, or the provider doesn't support id_tokens as part of the refresh response")]
    public async Task Why_it_gave_none_is_told(int code, string body, string told)
    {
        var provider = new Provider(request => request.Method == HttpMethod.Get ? (200, """{"token_endpoint":"https://issuer.example/token"}""") : (code, body));
        var failure = await Assert.ThrowsAsync<CliException>(() => provider.AskAsync(Config(("refresh-token", "r"))));
        Assert.Equal("Unable to connect to the server: " + told, failure.Message);
        Assert.Null(provider.Kept);
    }

    [Theory]
    [InlineData("", "me", "", "Must provide idp-issuer-url")]
    [InlineData(Issuer, "", "", "Must provide client-id")]
    [InlineData(Issuer, "me", "!", "illegal base64 data at input byte 0")]
    [InlineData(Issuer, "me", "QQ==", "unable to load root certificates: unable to parse bytes as PEM block")]
    public void What_a_provider_lacks_is_told(string issuer, string client, string authority, string told) =>
        Assert.Equal(told, Assert.Throws<CliException>(() => OidcCredential.Authorities(ObjectNode.Of(("idp-issuer-url", issuer), ("client-id", client), ("idp-certificate-authority-data", authority)))).Message);

    private static ObjectNode Config(params (string Name, string Value)[] values) =>
        values.Aggregate(ObjectNode.Of(("idp-issuer-url", Issuer), ("client-id", "me")), static (c, v) => c.Set(v.Name, v.Value));

    private static string Token(int secondsLeft) => $"h.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"exp":{{_now.ToUnixTimeSeconds() + secondsLeft}}}"""))}.s";

    private sealed class Provider(Func<HttpRequestMessage, (int Code, string Body)> answer) : HttpMessageHandler
    {
        private OidcCredential? _credential;

        public ObjectNode? Kept { get; private set; }

        public Task<(ObjectNode User, DateTimeOffset? EndsAt)> AskAsync(ObjectNode? config)
        {
            _credential ??= new OidcCredential(config!, new HttpClient(this), new Clock(), kept => Kept = kept);
            return _credential.AskAsync(default);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (code, body) = answer(request);
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent(body) });
        }
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => _now;
    }
}

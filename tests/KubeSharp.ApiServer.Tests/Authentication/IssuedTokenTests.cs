using System.Net.Http.Headers;
using System.Security.Cryptography;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Authentication;

/// <summary>Tokens of an OpenID issuer, served over TLS by an authority of its own.</summary>
public sealed class IssuedTokenTests : IAsyncLifetime
{
    private TokenIssuerServer _issuer = null!;

    public async Task InitializeAsync() => _issuer = await TokenIssuerServer.StartAsync();

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    private string Configuration(string mappings, string rules = "", string anonymous = "") => $$"""
        apiVersion: apiserver.config.k8s.io/v1
        kind: AuthenticationConfiguration
        {{anonymous}}
        jwt:
        - issuer:
            url: {{_issuer.Url}}
            audiences: [cluster, other]
            audienceMatchPolicy: MatchAny
            certificateAuthority: |
              {{TokenIssuerServer.CaPem.Replace("\n", "\n      ", StringComparison.Ordinal)}}
          claimMappings: {{mappings}}
          {{rules}}
        """;

    private const string Simple = """{"username":{"claim":"sub","prefix":"oidc:"},"groups":{"claim":"groups","prefix":"oidc:"}}""";

    private async Task<TestServer> ServeAsync(string configuration)
    {
        var read = AuthenticationConfiguration.Read(configuration, ["https://kubernetes.default.svc.cluster.local"]);
        return await TestServer.StartAsync(o => o with
        {
            Authenticators = [],
            Anonymous = read.Anonymous ?? AnonymousAccess.Nowhere,
            Authorizers = static _ => [new AlwaysAuthorizer(AuthorizationVerdict.Allow)],
            TokenAuthenticators = client =>
            {
                var tokens = new IssuedTokenAuthenticator(client, TimeProvider.System);
                tokens.Take(read.Issuers);
                return [tokens];
            },
        });
    }

    private static async Task<(int Code, ObjectNode Body)> AskAsync(TestServer server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews") { Content = new StringContent("{}", new MediaTypeHeaderValue("application/json")) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await server.Client.SendAsync(request);
        return ((int)response.StatusCode, (ObjectNode)Node.Parse(await response.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task A_token_of_the_issuer_names_its_user_and_groups_with_their_prefixes()
    {
        await using var server = await ServeAsync(Configuration(Simple));
        var (code, answer) = await AskAsync(server, _issuer.Token("""{"sub":"jane","groups":["dev","ops"]}"""));
        Assert.Equal(201, code);
        Assert.Equal("oidc:jane", answer.TextAt("status", "userInfo", "username"));
        Assert.Equal("""["oidc:dev","oidc:ops","system:authenticated"]""", answer.At("status", "userInfo", "groups")!.ToString());
    }

    [Theory]
    [InlineData("""{"sub":"jane","aud":"elsewhere"}""")]
    [InlineData("""{"sub":"jane","exp":1000}""")]
    [InlineData("""{"sub":"jane","nbf":99999999999}""")]
    [InlineData("""{"name":"jane"}""")]
    [InlineData("""{"sub":""}""")]
    [InlineData("""{"sub":"jane","groups":{"a":1}}""")]
    [InlineData("""{"sub":"jane","iss":"https://elsewhere"}""")]
    public async Task A_token_that_does_not_hold_is_refused(string claims)
    {
        await using var server = await ServeAsync(Configuration(Simple));
        Assert.Equal(401, (await AskAsync(server, _issuer.Token(claims))).Code);
    }

    [Fact]
    public async Task A_token_signed_by_another_key_or_not_at_all_is_refused()
    {
        await using var server = await ServeAsync(Configuration(Simple));
        using var foreign = RSA.Create(2048);
        Assert.Equal(401, (await AskAsync(server, _issuer.Token("""{"sub":"jane"}""", foreign))).Code);
        Assert.Equal(401, (await AskAsync(server, _issuer.Token("""{"sub":"jane"}""", algorithm: "none"))).Code);
        Assert.Equal(401, (await AskAsync(server, _issuer.Token("""{"sub":"jane"}""", algorithm: "HS256"))).Code);
        var parts = _issuer.Token("""{"sub":"jane"}""").Split('.');
        Assert.Equal(401, (await AskAsync(server, $"{parts[0]}.{parts[1]}.")).Code);
    }

    [Fact]
    public async Task Expressions_map_claims_and_refuse_them()
    {
        const string mappings = """{"username":{"expression":"claims.email_verified ? claims.email : 'nobody'"},"groups":{"expression":"claims.roles.split(',')"},"uid":{"expression":"claims.sub"},"extra":[{"key":"example.org/tenant","valueExpression":"claims.tenant"}]}""";
        await using var server = await ServeAsync(Configuration(mappings, """
            claimValidationRules: [{"claim":"hd","requiredValue":"example.org"},{"expression":"claims.exp - claims.iat <= 86400","message":"too long"}]
              userValidationRules: [{"expression":"!user.username.startsWith('system:')","message":"reserved"}]
            """));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var (code, answer) = await AskAsync(server, _issuer.Token($$"""{"sub":"7","email":"jane@example.org","email_verified":true,"roles":"dev,ops","tenant":"blue","hd":"example.org","iat":{{now}}}"""));
        Assert.Equal(201, code);
        var user = answer.At("status", "userInfo")!;
        Assert.Equal(("jane@example.org", "7"), (user.TextAt("username"), user.TextAt("uid")));
        Assert.Equal("""["dev","ops","system:authenticated"]""", user.At("groups")!.ToString());
        Assert.Equal("""{"example.org/tenant":["blue"]}""", user.At("extra")!.ToString());
        Assert.Equal(401, (await AskAsync(server, _issuer.Token($$"""{"sub":"7","email":"a@b","email_verified":true,"roles":"","tenant":"","hd":"example.com","iat":{{now}}}"""))).Code);
        Assert.Equal(401, (await AskAsync(server, _issuer.Token($$"""{"sub":"7","email":"a@b","email_verified":true,"roles":"","tenant":"","hd":"example.org","iat":5}"""))).Code);
        Assert.Equal(401, (await AskAsync(server, _issuer.Token($$"""{"sub":"7","email":"system:admin","email_verified":true,"roles":"","tenant":"","hd":"example.org","iat":{{now}}}"""))).Code);
    }

    [Fact]
    public async Task An_address_that_is_not_verified_names_nobody()
    {
        await using var server = await ServeAsync(Configuration("""{"username":{"claim":"email","prefix":""}}"""));
        Assert.Equal(401, (await AskAsync(server, _issuer.Token("""{"email":"a@b","email_verified":false}"""))).Code);
        Assert.Equal(201, (await AskAsync(server, _issuer.Token("""{"email":"a@b","email_verified":true}"""))).Code);
        Assert.Equal(201, (await AskAsync(server, _issuer.Token("""{"email":"a@b"}"""))).Code);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_counts_at_once_and_the_key_set_is_not_fetched_for_each_token()
    {
        await using var server = await ServeAsync(Configuration(Simple));
        for (var i = 0; i < 5; i++) { Assert.Equal(201, (await AskAsync(server, _issuer.Token("""{"sub":"jane"}"""))).Code); }
        Assert.Equal(1, _issuer.Fetches);
        _issuer.TurnKeyOver();
        await CustomResourceKit.UntilAsync(async () => (await AskAsync(server, _issuer.Token("""{"sub":"jane"}"""))).Code == 201, "the new key to count");
        Assert.Equal(2, _issuer.Fetches);
    }

    [Fact]
    public async Task A_token_review_tells_of_it_and_why_it_does_not_hold()
    {
        await using var server = await ServeAsync(Configuration(Simple));
        async Task<ObjectNode> ReviewAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authentication.k8s.io/v1/tokenreviews") { Content = new StringContent($$"""{"spec":{"token":"{{token}}"} }""", new MediaTypeHeaderValue("application/json")) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _issuer.Token("""{"sub":"reviewer"}"""));
            using var response = await server.Client.SendAsync(request);
            return (ObjectNode)Node.Parse(await response.Content.ReadAsByteArrayAsync());
        }
        Assert.Equal("oidc:jane", (await ReviewAsync(_issuer.Token("""{"sub":"jane"}"""))).TextAt("status", "user", "username"));
        Assert.Contains("token is expired", (await ReviewAsync(_issuer.Token("""{"sub":"jane","exp":1000}"""))).TextAt("status", "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anonymous_requests_are_let_in_only_where_the_configuration_says_so()
    {
        await using var server = await ServeAsync(Configuration(Simple, anonymous: """anonymous: {"enabled":true,"conditions":[{"path":"/livez"},{"path":"/readyz"}]}"""));
        using (var answer = await server.Client.GetAsync(new Uri("/livez", UriKind.Relative))) { Assert.Equal(200, (int)answer.StatusCode); }
        using (var answer = await server.Client.GetAsync(new Uri("/version", UriKind.Relative))) { Assert.Equal(401, (int)answer.StatusCode); }
        using (var answer = await server.Client.GetAsync(new Uri("/api/v1/pods", UriKind.Relative))) { Assert.Equal(401, (int)answer.StatusCode); }
    }

    [Theory]
    [InlineData("""{"issuer":{"url":"http://a","audiences":["x"]},"claimMappings":{"username":{"claim":"sub","prefix":""}}}""", "jwt[0].issuer.url: Invalid value: \"http://a\": URL scheme must be https")]
    [InlineData("""{"issuer":{"url":"https://a"},"claimMappings":{"username":{"claim":"sub","prefix":""}}}""", "jwt[0].issuer.audiences: Required value")]
    [InlineData("""{"issuer":{"url":"https://a","audiences":["x","y"]},"claimMappings":{"username":{"claim":"sub","prefix":""}}}""", "audienceMatchPolicy must be MatchAny for multiple audiences")]
    [InlineData("""{"issuer":{"url":"https://a","audiences":["x"]},"claimMappings":{}}""", "jwt[0].claimMappings.username: Required value: claim or expression is required")]
    [InlineData("""{"issuer":{"url":"https://a","audiences":["x"]},"claimMappings":{"username":{"claim":"sub"}}}""", "jwt[0].claimMappings.username.prefix: Required value")]
    [InlineData("""{"issuer":{"url":"https://a","audiences":["x"]},"claimMappings":{"username":{"expression":"claims.email"}}}""", "claims.email_verified must be used")]
    [InlineData("""{"issuer":{"url":"https://a","audiences":["x"]},"claimMappings":{"username":{"expression":"claims."}}}""", "jwt[0].claimMappings.username.expression: Invalid value")]
    [InlineData("""{"issuer":{"url":"https://a","audiences":["x"]},"claimMappings":{"username":{"claim":"sub","prefix":""}},"claimValidationRules":[{"expression":"claims.a == 1 ? 'a' : 'b'"}]}""", "must evaluate to bool")]
    [InlineData("""{"issuer":{"url":"https://a","audiences":["x"]},"claimMappings":{"username":{"claim":"sub","prefix":""},"extra":[{"key":"kubernetes.io/x","valueExpression":"'a'"}]}}""", "are reserved for Kubernetes use")]
    [InlineData("""{"issuer":{"url":"https://kubernetes.default.svc.cluster.local","audiences":["x"]},"claimMappings":{"username":{"claim":"sub","prefix":""}}}""", "URL must not overlap with disallowed issuers")]
    [InlineData("""{"issuer":{"url":"https://a","audiences":["x"]},"claimMappings":{"username":{"claim":"sub","prefix":""}},"clamValidationRules":[]}""", "jwt[0].clamValidationRules: Forbidden: unknown field")]
    public void A_configuration_that_does_not_hold_is_refused_with_its_field(string jwt, string expected)
    {
        var mistake = Assert.Throws<FormatException>(() => AuthenticationConfiguration.Read($$"""{"apiVersion":"apiserver.config.k8s.io/v1","kind":"AuthenticationConfiguration","jwt":[{{jwt}}]}""", ["https://kubernetes.default.svc.cluster.local"]));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Tokens;

namespace KubeSharp.ApiServer.Tests.Authentication;

/// <summary>How long tokens of service accounts hold, by whom and for whom they may be, and what is told of those that outlive their time (KEP-1205).</summary>
public sealed class TokenLifetimeTests
{
    private const string Issuer = "https://issuer.example", Pods = "/api/v1/namespaces/default/pods", Accounts = "/api/v1/namespaces/default/serviceaccounts", Reviews = "/apis/authentication.k8s.io/v1/tokenreviews";
    private const string Policy = "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata, resources: [{group: authentication.k8s.io}]}]";

    [Fact]
    public async Task The_token_a_pod_gets_by_default_holds_for_a_year_and_late_use_is_told()
    {
        var (clock, sink) = (new AheadClock(), new AuditEvents());
        await using var server = await StartAsync(clock, o => o with { Audit = _ => new RequestAudit(AuditPolicy.Read(Policy), [sink], TimeProvider.System) });
        var answer = await RequestAsync(server, $$"""{"expirationSeconds":3607,{{Bound}}}""");
        // The agent is told the time that was asked for, and fetches another before it is over.
        Assert.InRange((DateTimeOffset.Parse(answer.TextAt("status", "expirationTimestamp")!, null) - clock.GetUtcNow()).TotalSeconds, 3500, 3607);
        var token = answer.TextAt("status", "token")!;
        Assert.Equal(365 * 24 * 60 * 60, Claim(token, "exp") - Claim(token, "iat"));
        Assert.Equal(3607, Claim(token, "kubernetes.io", "warnafter") - Claim(token, "iat"));
        await ReviewAsync(server, token);
        Assert.Empty(await sink.TakeNotesAsync("authentication.k8s.io/stale"));
        clock.Ahead = TimeSpan.FromHours(2);
        await ReviewAsync(server, token);
        var note = Assert.Single(await sink.TakeNotesAsync("authentication.k8s.io/stale"));
        Assert.StartsWith("-token=subject: system:serviceaccount:default:robot, seconds after warning threshold: 35", note, StringComparison.Ordinal);
        var metrics = await server.Client.GetStringAsync("/metrics");
        Assert.Contains("\nserviceaccount_valid_tokens_total 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nserviceaccount_stale_tokens_total 1\n", metrics, StringComparison.Ordinal);
        clock.Ahead = TimeSpan.FromDays(366);
        Assert.False(await IsValidAsync(server, token));
    }

    [Theory]
    [InlineData($$"""{"expirationSeconds":3600,{{Bound}}}""", true)]
    [InlineData("""{"expirationSeconds":3607}""", true)]
    [InlineData($$"""{"expirationSeconds":3607,"audiences":["vault"],{{Bound}}}""", true)]
    [InlineData($$"""{"expirationSeconds":3607,{{Bound}}}""", false)]
    public async Task No_other_token_outlives_the_time_that_was_asked_for(string spec, bool isExtended)
    {
        await using var server = await StartAsync(new AheadClock(), o => o with { TokenLifetimes = new TokenLifetimes { IsExtended = isExtended } });
        var token = (await RequestAsync(server, spec)).TextAt("status", "token")!;
        Assert.InRange(Claim(token, "exp") - Claim(token, "iat"), 3600, 3607);
        Assert.Equal(0, Claim(token, "kubernetes.io", "warnafter"));
    }

    [Fact]
    public async Task A_longer_time_than_is_given_is_shortened_with_a_warning()
    {
        await using var server = await StartAsync(new AheadClock(), static o => o with { TokenLifetimes = new TokenLifetimes { SecondsMax = 7200 } });
        await RequestAsync(server, """{"expirationSeconds":3600}""");
        using var content = new StringContent("""{"spec":{"expirationSeconds":86400}}""", Encoding.UTF8, "application/json");
        using var answer = await server.Client.PostAsync(Accounts + "/robot/token", content);
        Assert.Equal("299 - \"requested expiration of 86400 seconds shortened to 7200 seconds\"", Assert.Single(answer.Headers.GetValues("Warning")));
        var made = (ObjectNode)Node.Parse(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("7200", made.At("spec", "expirationSeconds")!.ToString());
        var token = made.TextAt("status", "token")!;
        Assert.Equal(7200, Claim(token, "exp") - Claim(token, "iat"));
    }

    [Fact]
    public async Task Tokens_of_a_former_issuer_hold_and_those_of_another_do_not()
    {
        var key = new TokenKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        await using var server = await StartAsync(new AheadClock(), o => o with { Tokens = new ServiceAccountTokens(key, [], Issuer, TimeProvider.System) { Issuers = [Issuer, "https://former.example"], Audiences = ["a", "b"] } });
        var own = await RequestAsync(server, "{}");
        // Who names nobody means the server, under all of its names.
        Assert.Equal("""["a","b"]""", own.At("spec", "audiences")!.ToString());
        var uid = (await server.SendAsync("GET", Accounts + "/robot")).Body.TextAt("metadata", "uid")!;
        foreach (var (issuer, audience, holds) in ((string, string, bool)[])[(Issuer, "b", true), ("https://former.example", "a", true), ("https://former.example", "c", false), ("https://another.example", "a", false)])
        {
            var now = DateTimeOffset.UtcNow;
            var token = new ServiceAccountTokens(key, [], issuer, TimeProvider.System).Issue(new ServiceAccountClaims("default", "robot", uid) { Audiences = [audience], IssuedAt = now, Expires = now.AddHours(1) });
            Assert.Equal(holds, await IsValidAsync(server, token));
        }
    }

    private const string Bound = "\"boundObjectRef\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"name\":\"p\"}";

    private static Task<TestServer> StartAsync(AheadClock clock, Func<ApiServerOptions, ApiServerOptions> configure) =>
        TestServer.StartAsync(o => configure(o with { Tokens = new ServiceAccountTokens(ECDsa.Create(ECCurve.NamedCurves.nistP256), Issuer, clock) }), clock);

    private static async Task<ObjectNode> RequestAsync(TestServer server, string spec)
    {
        Assert.Equal(201, (await server.SendAsync("POST", Accounts, """{"metadata":{"name":"robot"}}""")).Code);
        Assert.Equal(201, (await server.SendAsync("POST", Pods, """{"metadata":{"name":"p"},"spec":{"serviceAccountName":"robot","containers":[{"name":"c","image":"i"}]}}""")).Code);
        var (code, answer) = await server.SendAsync("POST", Accounts + "/robot/token", $$"""{"spec":{{spec}}}""");
        Assert.Equal(201, code);
        return answer;
    }

    private static async Task ReviewAsync(TestServer server, string token) => Assert.True(await IsValidAsync(server, token));

    private static async Task<bool> IsValidAsync(TestServer server, string token) => (await server.SendAsync("POST", Reviews, $$$"""{"spec":{"token":"{{{token}}}"}}""")).Body.At("status", "authenticated") is not null;

    private static long Claim(string token, params string[] path) => long.Parse(((ObjectNode)Node.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))).At(path)?.ToString() ?? "0", CultureInfo.InvariantCulture);
}

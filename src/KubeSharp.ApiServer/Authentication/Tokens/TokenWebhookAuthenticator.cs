using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Metrics;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>Asks a webhook whose a token is; asked last, as it is asked about every token that no other knows. Source: Authenticating, webhook token authentication.</summary>
public sealed class TokenWebhookAuthenticator : ITokenAuthenticator
{
    private const int AnswersMax = 4096;
    private static readonly TimeSpan _callMax = TimeSpan.FromSeconds(30);
    // By the hash of the token, so that no token stays in memory.
    private readonly TokenWebhookOptions _options;
    private readonly WebhookClient _client;
    private readonly TimeProvider _time;
    private readonly AnswerCache<string, ObjectNode> _answers;
    private readonly MetricSet _metrics = new();
    private readonly Metric _asked, _took, _fetched, _fetching;

    /// <summary>Asks it.</summary>
    public TokenWebhookAuthenticator(TokenWebhookOptions options, WebhookClient client, TimeProvider time)
    {
        (_options, _client, _time, _answers) = (options, client, time, new(AnswersMax, time));
        _asked = _metrics.Counter("authentication_token_cache_request_total", "", "status");
        _took = _metrics.Histogram("authentication_token_cache_request_duration_seconds", "", Metric.DefaultSeconds, "status");
        _fetched = _metrics.Counter("authentication_token_cache_fetch_total", "", "status");
        _fetching = _metrics.Gauge("authentication_token_cache_active_fetch_count", "", "status");
    }

    /// <summary>How often answers were kept and fetched, in Prometheus' text form. Source: Kubernetes Metrics Reference, authentication_token_cache_*.</summary>
    public void WriteMetrics(StringBuilder text) => _metrics.Write(text);

    /// <inheritdoc/>
    public async ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        var token = BearerToken.Of(context);
        if (token.Length == 0) { return null; }
        var status = await AskAsync(token, cancellation).ConfigureAwait(false);
        if (status.Text("error") is { Length: > 0 } error && !status.IsTrue("authenticated")) { throw Refused(error); }
        if (!status.IsTrue("authenticated")) { return null; }
        var meantFor = status.Texts("audiences").ToArray();
        if (meantFor.Length > 0 && !meantFor.Any(a => _options.Audiences.Contains(a))) { return null; }
        var user = status.Object("user");
        var read = UserNodes.Read(user.Set("user", user.Text("username")));
        return read.Groups.Contains("system:authenticated") ? read : read with { Groups = read.Groups.Add("system:authenticated") };
    }

    private async ValueTask<ObjectNode> AskAsync(string token, CancellationToken cancellation)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var (start, isKept) = (_time.GetTimestamp(), _answers.TryFind(key, out var known));
        try { return isKept ? known : await FetchAsync(token, key, cancellation).ConfigureAwait(false); }
        finally
        {
            _asked.Add(1, isKept ? "hit" : "miss");
            _took.Observe(_time.GetElapsedTime(start), isKept ? "hit" : "miss");
        }
    }

    private async ValueTask<ObjectNode> FetchAsync(string token, string key, CancellationToken cancellation)
    {
        var review = ObjectNode.Of(("kind", "TokenReview"), ("apiVersion", $"authentication.k8s.io/{_options.Version}"),
            ("spec", ObjectNode.Of(("token", token), ("audiences", new ArrayNode([.. _options.Audiences.Select(static a => (Node)a)])))));
        var outcome = "error";
        _fetching.Add(1, "in_flight");
        try
        {
            var status = (await _client.PostAsync(_options.Endpoint, review, _callMax, cancellation).ConfigureAwait(false)).Object("status");
            _answers.Keep(key, status, _options.Lifetime);
            outcome = "ok";
            return status;
        }
        catch (WebhookException e) { throw Refused(e.Message); }
        finally
        {
            _fetching.Add(-1, "in_flight");
            _fetched.Add(1, outcome);
        }
    }

    private static StatusException Refused(string why) => new(StatusException.Unauthorized().Status, new FormatException(why));
}

using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>Asks a webhook whose a token is; asked last, as it is asked about every token that no other knows. Source: Authenticating, webhook token authentication.</summary>
public sealed class TokenWebhookAuthenticator(TokenWebhookOptions options, WebhookClient client, TimeProvider time) : ITokenAuthenticator
{
    private const int AnswersMax = 4096;
    private static readonly TimeSpan _callMax = TimeSpan.FromSeconds(30);
    // By the hash of the token, so that no token stays in memory.
    private readonly AnswerCache<string, ObjectNode> _answers = new(AnswersMax, time);

    /// <inheritdoc/>
    public async ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        var token = BearerToken.Of(context);
        if (token.Length == 0) { return null; }
        var status = await AskAsync(token, cancellation).ConfigureAwait(false);
        if (status.Text("error") is { Length: > 0 } error && !status.IsTrue("authenticated")) { throw Refused(error); }
        if (!status.IsTrue("authenticated")) { return null; }
        var meantFor = status.Texts("audiences").ToArray();
        if (meantFor.Length > 0 && !meantFor.Any(a => options.Audiences.Contains(a))) { return null; }
        var user = status.Object("user");
        var read = UserNodes.Read(user.Set("user", user.Text("username")));
        return read.Groups.Contains("system:authenticated") ? read : read with { Groups = read.Groups.Add("system:authenticated") };
    }

    private async ValueTask<ObjectNode> AskAsync(string token, CancellationToken cancellation)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_answers.TryFind(key, out var known)) { return known; }
        var review = ObjectNode.Of(("kind", "TokenReview"), ("apiVersion", $"authentication.k8s.io/{options.Version}"),
            ("spec", ObjectNode.Of(("token", token), ("audiences", new ArrayNode([.. options.Audiences.Select(static a => (Node)a)])))));
        try
        {
            var status = (await client.PostAsync(options.Endpoint, review, _callMax, cancellation).ConfigureAwait(false)).Object("status");
            _answers.Keep(key, status, options.Lifetime);
            return status;
        }
        catch (WebhookException e) { throw Refused(e.Message); }
    }

    private static StatusException Refused(string why) => new(StatusException.Unauthorized().Status, new FormatException(why));
}

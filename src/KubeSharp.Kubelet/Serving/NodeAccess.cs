using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Authentication.V1;
using KubeSharp.Api.Authorization.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Kubelet.Serving;

/// <summary>
/// Who may call the node's port: each request is somebody's by certificate or token, and the API server is asked whether that one may do this
/// to the node. Answers are kept for a while. Source: Kubelet authentication/authorization.
/// </summary>
/// <param name="nodeName">The node.</param>
/// <param name="client">Client of the node.</param>
/// <param name="certificateUser">The user of a request's client certificate; null: it shows none that is good.</param>
/// <param name="time">Clock.</param>
public sealed class NodeAccess(string nodeName, IApiClient client, Func<HttpContext, CancellationToken, Task<UserInfo?>> certificateUser, TimeProvider time)
{
    private const int TokenSeconds = 120, AllowedSeconds = 300, DeniedSeconds = 30, KeptMax = 4096;
    private readonly ConcurrentDictionary<string, (UserInfo? User, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (bool Allowed, DateTimeOffset Until)> _answers = new(StringComparer.Ordinal);

    /// <summary>Whether the request may be answered; where not, the response says why.</summary>
    public async Task<bool> MayAsync(HttpContext context, CancellationToken cancellation)
    {
        var user = await certificateUser(context, cancellation) ?? await TokenUserAsync(context, cancellation);
        if (user is null)
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync("Unauthorized", cancellation);
            return false;
        }
        var verb = VerbOf(context.Request.Method);
        var subresources = SubresourcesOf(context.Request.Path.Value ?? "/");
        foreach (var subresource in subresources)
        {
            if (await MayAsync(user, verb, subresource, cancellation)) { return true; }
        }
        context.Response.StatusCode = 403;
        await context.Response.WriteAsync($"Forbidden (user={user.Username}, verb={verb}, resource=nodes, subresource(s)=[{string.Join(' ', subresources)}])", cancellation);
        return false;
    }

    /// <summary>The parts of the node resource that stand for a path, the finest first. Pure.</summary>
    internal static string[] SubresourcesOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["stats", ..] => ["stats"],
        ["metrics", ..] => ["metrics"],
        ["logs", ..] => ["log"],
        ["checkpoint", ..] => ["checkpoint"],
        ["pods", ..] or ["runningpods", ..] => ["pods", "proxy"],
        ["healthz", ..] => ["healthz", "proxy"],
        ["configz", ..] => ["configz", "proxy"],
        _ => ["proxy"],
    };

    private static string VerbOf(string method) => method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "get",
    };

    private async Task<UserInfo?> TokenUserAsync(HttpContext context, CancellationToken cancellation)
    {
        const string scheme = "Bearer ";
        if (context.Request.Headers.Authorization.ToString() is not { } header || !header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) { return null; }
        var token = header[scheme.Length..].Trim();
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_tokens.TryGetValue(key, out var known) && known.Until > time.GetUtcNow()) { return known.User; }
        try
        {
            var review = await client.CreateAsync(new TokenReview { Spec = new TokenReviewSpec { Token = token } }, cancellation);
            Bound(_tokens);
            var user = review.Status.Authenticated == true ? review.Status.User : null;
            _tokens[key] = (user, time.GetUtcNow().AddSeconds(TokenSeconds));
            return user;
        }
        catch (Exception e) when (e is StatusException or HttpRequestException) { return null; }
    }

    private async Task<bool> MayAsync(UserInfo user, string verb, string subresource, CancellationToken cancellation)
    {
        // Who is of this group may do everything by definition; the API server itself calls so, even while it starts.
        if (user.Groups.Contains("system:masters")) { return true; }
        var key = $"{user.Username}\0{string.Join(',', user.Groups)}\0{verb}\0{subresource}";
        if (_answers.TryGetValue(key, out var known) && known.Until > time.GetUtcNow()) { return known.Allowed; }
        try
        {
            var review = await client.CreateAsync(new SubjectAccessReview
            {
                Spec = new SubjectAccessReviewSpec
                {
                    User = user.Username,
                    Uid = user.Uid,
                    Groups = user.Groups,
                    Extra = user.Extra,
                    ResourceAttributes = new ResourceAttributes { Verb = verb, Group = "", Version = "v1", Resource = "nodes", Subresource = subresource, Name = nodeName },
                },
            }, cancellation);
            Bound(_answers);
            _answers[key] = (review.Status.Allowed, time.GetUtcNow().AddSeconds(review.Status.Allowed ? AllowedSeconds : DeniedSeconds));
            return review.Status.Allowed;
        }
        catch (Exception e) when (e is StatusException or HttpRequestException) { return false; }
    }

    private static void Bound<T>(ConcurrentDictionary<string, T> kept)
    {
        if (kept.Count >= KeptMax) { kept.Clear(); }
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Authentication.V1;
using KubeSharp.Api.Authorization.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Client.Access;

/// <summary>
/// Who calls a component, and what they may: each request is somebody's by certificate or token, and the API server is asked. Answers are kept for a
/// while. Source: Kubelet authentication/authorization; delegated authentication and authorization of components.
/// </summary>
/// <param name="client">Client of the component.</param>
/// <param name="certificateUser">The user of a request's client certificate; null: it shows none that is good.</param>
/// <param name="time">Clock.</param>
public sealed class DelegatedAccess(IApiClient client, Func<HttpContext, CancellationToken, Task<UserInfo?>> certificateUser, TimeProvider time)
{
    private const int TokenSeconds = 120, AllowedSeconds = 300, DeniedSeconds = 30, KeptMax = 4096;
    private readonly ConcurrentDictionary<string, (UserInfo? User, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (bool Allowed, DateTimeOffset Until)> _answers = new(StringComparer.Ordinal);

    /// <summary>Who asks; null: nobody that is known, and the response says so.</summary>
    public async Task<UserInfo?> UserAsync(HttpContext context, CancellationToken cancellation)
    {
        if ((await certificateUser(context, cancellation) ?? await TokenUserAsync(context, cancellation)) is { } user) { return user; }
        context.Response.StatusCode = 401;
        await context.Response.WriteAsync("Unauthorized", cancellation);
        return null;
    }

    /// <summary>Whether the user may do this.</summary>
    /// <param name="user">Who.</param>
    /// <param name="key">What, in a word that tells it from all else that is asked.</param>
    /// <param name="attributes">What, as the API server is asked.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<bool> MayAsync(UserInfo user, string key, SubjectAccessReviewSpec attributes, CancellationToken cancellation)
    {
        // Who is of this group may do everything by definition; the API server itself calls so, even while it starts.
        if (user.Groups.Contains("system:masters")) { return true; }
        key = $"{user.Username}\0{string.Join(',', user.Groups)}\0{key}";
        if (_answers.TryGetValue(key, out var known) && known.Until > time.GetUtcNow()) { return known.Allowed; }
        try
        {
            var review = await client.CreateAsync(new SubjectAccessReview { Spec = attributes with { User = user.Username, Uid = user.Uid, Groups = user.Groups, Extra = user.Extra } }, cancellation);
            Bound(_answers);
            _answers[key] = (review.Status.Allowed, time.GetUtcNow().AddSeconds(review.Status.Allowed ? AllowedSeconds : DeniedSeconds));
            return review.Status.Allowed;
        }
        catch (Exception e) when (e is StatusException or HttpRequestException) { return false; }
    }

    /// <summary>The verb of a request, as access to what is no resource of the API server's is asked for; of resources a read is get too.</summary>
    public static string VerbOf(string method) => method switch
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

    private static void Bound<T>(ConcurrentDictionary<string, T> kept)
    {
        if (kept.Count >= KeptMax) { kept.Clear(); }
    }
}

using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki.Tokens;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>
/// Tokens of other issuers (OpenID Connect): signed by a key of the issuer, in time, meant for us, and mapped to a user by its configuration.
/// Tokens of issuers that are not configured are none of its business. Source: Authenticating, OpenID Connect tokens.
/// </summary>
public sealed class IssuedTokenAuthenticator(WebhookClient client, TimeProvider time) : ITokenAuthenticator
{
    private static readonly TimeSpan _earlyMax = TimeSpan.FromMinutes(5);
    private volatile ImmutableDictionary<string, (TokenIssuer Issuer, IssuerKeys Keys)> _issuers = ImmutableDictionary<string, (TokenIssuer, IssuerKeys)>.Empty;

    /// <summary>From now on these issuers count, and no others.</summary>
    public void Take(ImmutableArray<TokenIssuer> issuers) => _issuers = issuers.ToImmutableDictionary(static i => i.Url, i => (i, new IssuerKeys(i, client, time)), StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        var issuers = _issuers;
        if (issuers.Count == 0 || BearerToken.Of(context) is not { Length: > 0 } text || WebToken.Parse(text) is not { } token || !issuers.TryGetValue(token.Issuer, out var found)) { return null; }
        var (user, error) = await AuthenticateAsync(token, found.Issuer, found.Keys, cancellation).ConfigureAwait(false);
        return user ?? throw new StatusException(StatusException.Unauthorized().Status, new FormatException(error));
    }

    private async ValueTask<(UserIdentity? User, string Error)> AuthenticateAsync(WebToken token, TokenIssuer issuer, IssuerKeys keys, CancellationToken cancellation)
    {
        if (!issuer.Algorithms.Contains(token.Algorithm)) { return (null, $"oidc: id token signed with unsupported algorithm, expected [{string.Join(' ', issuer.Algorithms)}] got \"{token.Algorithm}\""); }
        try
        {
            if (!(await keys.FindAsync(token.KeyId, cancellation).ConfigureAwait(false)).Any(token.IsSignedBy)) { return (null, "oidc: verify token: failed to verify signature"); }
        }
        catch (WebhookException e) { return (null, $"oidc: verify token: fetching keys: {e.Message}"); }
        var claims = (ObjectNode)Node.Parse(token.Claims.Span);
        if (Untimely(claims) is { } untimely) { return (null, untimely); }
        ImmutableArray<string> meantFor = claims["aud"] is StringNode one ? [one.Value] : [.. claims.Texts("aud")];
        if (!meantFor.Any(a => issuer.Audiences.Contains(a))) { return (null, $"oidc: verify token: oidc: expected audience in [{string.Join(' ', issuer.Audiences)}] got [{string.Join(' ', meantFor)}]"); }
        var (variables, budget) = (ClaimEnvironment.Of(claims), new CelBudget(CelBudget.PerRequestDefault));
        foreach (var rule in issuer.ClaimRules)
        {
            if (rule.Refuse(claims, variables, budget, cancellation) is { } refusal) { return (null, refusal); }
        }
        var (user, error) = issuer.Mapping.Map(claims, variables, budget, cancellation);
        if (user is null) { return (null, error); }
        var own = ClaimEnvironment.Of(user);
        foreach (var rule in issuer.UserRules)
        {
            if (rule.Refuse(claims, own, budget, cancellation) is { } refusal) { return (null, refusal); }
        }
        return (user with { Groups = user.Groups.Contains("system:authenticated") ? user.Groups : user.Groups.Add("system:authenticated") }, "");
    }

    private string? Untimely(ObjectNode claims)
    {
        var now = time.GetUtcNow();
        if (Moment(claims["exp"]) is not { } end) { return "oidc: verify token: the token never expires"; }
        if (end <= now) { return $"oidc: verify token: oidc: token is expired (Token Expiry: {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} +0000 UTC)"; }
        return claims.Has("nbf") && !(Moment(claims["nbf"]) <= now + _earlyMax) ? "oidc: verify token: the token is not valid yet" : null;
    }

    private static DateTimeOffset? Moment(Node? seconds)
    {
        if (seconds is not NumberNode number) { return null; }
        var value = number.IsInteger ? number.Integer : (long)number.Double;
        return value >= 0 && value < DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(value) : null;
    }
}

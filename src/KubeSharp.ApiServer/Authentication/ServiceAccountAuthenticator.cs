using System.Collections.Immutable;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki.Tokens;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Service-account tokens: signed, in time, for us, and neither the account nor what the token is bound to is gone. Source: Managing Service Accounts.</summary>
public sealed class ServiceAccountAuthenticator(ServiceAccountTokens tokens, IObjects objects, LegacyTokens legacy, TokenUses uses, TimeProvider time) : IAuthenticator
{
    /// <inheritdoc/>
    public ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        var token = BearerToken.Of(context);
        if (token.Length == 0 || !tokens.IsOurs(token)) { return default; }
        return new(Authenticate(token, tokens.Audiences, RequestScope.Of(context)).User ?? throw StatusException.Unauthorized());
    }

    /// <summary>The user of a token that is meant for one of the audiences, or why there is none.</summary>
    /// <param name="token">The token.</param>
    /// <param name="audiences">For whom it may be.</param>
    /// <param name="request">Whose audit event and warnings tell of old tokens; null: none does.</param>
    public (UserIdentity? User, ServiceAccountClaims? Claims, string Error) Authenticate(string token, ImmutableArray<string> audiences, RequestScope? request)
    {
        var (claims, error) = tokens.Verify(token, audiences);
        if (claims is null) { return (null, null, error); }
        var account = objects.Get("serviceaccounts", claims.Namespace, claims.Name);
        if (account?.TextAt("metadata", "uid") != claims.Uid || account.At("metadata", "deletionTimestamp") is not null) { return (null, null, "the service account is gone"); }
        if (!IsBoundObjectThere(claims)) { return (null, null, $"the {claims.BoundKind} the token is bound to is gone"); }
        if (claims.WarnAfter is { } warn) { Count(claims, warn, request); }
        if (claims.BoundKind == "Secret" && legacy.Use(objects.Get("secrets", claims.Namespace, claims.BoundName)!, account, token, request) is { Length: > 0 } invalid) { return (null, null, invalid); }
        return (Identity(claims), claims, "");
    }

    private void Count(ServiceAccountClaims claims, DateTimeOffset warn, RequestScope? request)
    {
        var late = (long)(time.GetUtcNow() - warn).TotalSeconds;
        uses.Extended(late > 0);
        if (late > 0) { request?.Annotate("authentication.k8s.io/stale-token", $"subject: {Subject(claims)}, seconds after warning threshold: {late}"); }
    }

    private static string Subject(ServiceAccountClaims claims) => $"system:serviceaccount:{claims.Namespace}:{claims.Name}";

    /// <summary>The user a token's claims name.</summary>
    public static UserIdentity Identity(ServiceAccountClaims claims)
    {
        var extra = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;
        if (claims.Id.Length > 0) { extra = extra.Add("authentication.kubernetes.io/credential-id", [$"JTI={claims.Id}"]); }
        if (claims.BoundKind == "Pod") { extra = extra.Add("authentication.kubernetes.io/pod-name", [claims.BoundName]).Add("authentication.kubernetes.io/pod-uid", [claims.BoundUid]); }
        if (claims.NodeName.Length > 0) { extra = extra.Add("authentication.kubernetes.io/node-name", [claims.NodeName]).Add("authentication.kubernetes.io/node-uid", [claims.NodeUid]); }
        return new UserIdentity(Subject(claims), ["system:serviceaccounts", $"system:serviceaccounts:{claims.Namespace}", "system:authenticated"]) { Uid = claims.Uid, Extra = extra };
    }

    private bool IsBoundObjectThere(ServiceAccountClaims claims) => claims.BoundKind switch
    {
        "" => true,
        "Pod" => objects.Get("pods", claims.Namespace, claims.BoundName)?.TextAt("metadata", "uid") == claims.BoundUid,
        "Secret" => objects.Get("secrets", claims.Namespace, claims.BoundName)?.TextAt("metadata", "uid") == claims.BoundUid,
        _ => objects.Get("nodes", "", claims.BoundName)?.TextAt("metadata", "uid") == claims.BoundUid,
    };
}

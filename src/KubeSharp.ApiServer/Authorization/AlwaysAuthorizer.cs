namespace KubeSharp.ApiServer.Authorization;

/// <summary>AlwaysAllow and AlwaysDeny: the same answer to everything. Source: Authorization, authorization modes.</summary>
public sealed class AlwaysAuthorizer(AuthorizationVerdict verdict) : IAuthorizer
{
    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation) =>
        new(new AuthorizationDecision(verdict, verdict == AuthorizationVerdict.Allow ? "" : "Everything is forbidden."));
}

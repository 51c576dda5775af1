using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>AlwaysAllow and AlwaysDeny: the same answer to everything. Source: Authorization, authorization modes.</summary>
public sealed class AlwaysAuthorizer(AuthorizationVerdict verdict) : IAuthorizer
{
    private static readonly KnownRules _everything = new([new(["*"], ["*"], ["*"], [], []), new(["*"], [], [], [], ["*"])]);

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation) =>
        new(new AuthorizationDecision(verdict, verdict == AuthorizationVerdict.Allow ? "" : "Everything is forbidden."));

    /// <inheritdoc/>
    public KnownRules RulesFor(UserIdentity user, string ns) => verdict == AuthorizationVerdict.Allow ? _everything : KnownRules.None;
}

using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Counts what another authorizer decides; that it has no opinion is no decision. Source: Kubernetes Metrics Reference, apiserver_authorization_decisions_total.</summary>
/// <param name="type">The other's type: Node, RBAC, Webhook.</param>
/// <param name="name">Its name.</param>
/// <param name="inner">The other.</param>
/// <param name="decisions">Where they are counted.</param>
public sealed class CountedAuthorizer(string type, string name, IAuthorizer inner, Metric decisions) : IAuthorizer
{
    /// <inheritdoc/>
    public async ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation)
    {
        var decision = await inner.AuthorizeAsync(attributes, cancellation).ConfigureAwait(false);
        if (decision.Verdict != AuthorizationVerdict.NoOpinion) { decisions.Add(1, decision.Verdict == AuthorizationVerdict.Allow ? "allowed" : "denied", name, type); }
        return decision;
    }

    /// <inheritdoc/>
    public KnownRules RulesFor(UserIdentity user, string ns) => inner.RulesFor(user, ns);
}

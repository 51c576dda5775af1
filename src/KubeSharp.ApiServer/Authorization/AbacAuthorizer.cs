using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Allows what a line of a policy file allows. The file is read once, at start. Source: Using ABAC Authorization.</summary>
public sealed class AbacAuthorizer(ImmutableArray<AbacPolicy> policies) : IAuthorizer
{
    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation)
    {
        foreach (var policy in policies)
        {
            if (policy.Allows(attributes)) { return new(new AuthorizationDecision(AuthorizationVerdict.Allow)); }
        }
        return new(new AuthorizationDecision(AuthorizationVerdict.NoOpinion, "No policy matched."));
    }

    /// <inheritdoc/>
    public KnownRules RulesFor(UserIdentity user, string ns) => new([.. policies.SelectMany(p => p.RulesFor(user, ns))]);
}

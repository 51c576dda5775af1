using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Pipeline;

namespace KubeSharp.ApiServer.Authorization.Configured;

/// <summary>The authorizers of a configuration, in its order; another configuration may take its place while the server runs.</summary>
public sealed class ConfiguredAuthorizers : IAuthorizer
{
    private readonly AuthorizerParts _parts;
    private readonly Lazy<NodeAuthorizer> _nodes;
    private volatile IAuthorizer[] _authorizers = [];

    /// <summary>With the configuration that counts first.</summary>
    public ConfiguredAuthorizers(AuthorizerParts parts, ImmutableArray<AuthorizerConfiguration> configured)
    {
        (_parts, _nodes) = (parts, new(() => new NodeAuthorizer(parts.Objects)));
        Take(configured);
    }

    /// <summary>From now on these count, and no others.</summary>
    public void Take(ImmutableArray<AuthorizerConfiguration> configured) => _authorizers = [.. configured.Select(c => new CountedAuthorizer(c.Type, c.Name, Create(c), _parts.Decisions))];

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation) => Authorizing.DecideAsync(attributes, _authorizers, cancellation);

    /// <inheritdoc/>
    public KnownRules RulesFor(UserIdentity user, string ns) => KnownRules.Together(_authorizers.Select(a => a.RulesFor(user, ns)));

    private IAuthorizer Create(AuthorizerConfiguration configured) => configured.Type switch
    {
        "AlwaysAllow" => new AlwaysAuthorizer(AuthorizationVerdict.Allow),
        "AlwaysDeny" => new AlwaysAuthorizer(AuthorizationVerdict.NoOpinion),
        "ABAC" => new AbacAuthorizer(configured.Policies),
        "Node" => _nodes.Value,
        "RBAC" => _parts.Rbac,
        _ => new WebhookAuthorizer(configured.Webhook!, _parts.Webhooks, _parts.Time),
    };
}

using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Rbac.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.ClusterRoles;

/// <summary>Gathers the rules of cluster roles by label into those that aggregate them. Source: Using RBAC Authorization, aggregated ClusterRoles.</summary>
public sealed class ClusterRoleAggregationController : IController
{
    private ObjectCache<ClusterRole> _roles = new();

    /// <inheritdoc/>
    public string Name => "clusterrole-aggregation-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["ClusterRole"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["ClusterRole.rules of aggregated roles"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        _roles = informers.Get<ClusterRole>().Cache;
        informers.Get<ClusterRole>().Subscribe(c =>
        {
            foreach (var role in _roles.List().Where(static r => r.AggregationRule is not null)) { enqueue(Following.Key(role)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) => _roles.Get(null, key.Name) is { } role ? PlanFor(role, _roles.List()) : Plan.Nothing;

    /// <summary>Decides for a role and all roles.</summary>
    public static Plan PlanFor(ClusterRole role, IEnumerable<ClusterRole> all)
    {
        if (role.AggregationRule is not { } aggregation) { return Plan.Nothing; }
        var parts = all.Where(r => r.Metadata.Name != role.Metadata.Name && aggregation.ClusterRoleSelectors.Any(s => s.Matches(r.Metadata.Labels))).OrderBy(static r => r.Metadata.Name, StringComparer.Ordinal).ToArray();
        var rules = parts.SelectMany(static r => r.Rules).Distinct().ToApiList();
        return rules.Equals(role.Rules) ? Plan.Nothing : Plan.Of(new UpdateAction<ClusterRole>(role with { Rules = rules }));
    }
}

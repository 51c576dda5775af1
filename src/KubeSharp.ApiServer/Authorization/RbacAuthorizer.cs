using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Role-based access control over an index of roles and bindings that follows the store. Source: Using RBAC Authorization.</summary>
public sealed class RbacAuthorizer : IAuthorizer
{
    private const string Group = ".rbac.authorization.k8s.io";
    private readonly ConcurrentDictionary<(string Namespace, string Name), ImmutableArray<PolicyRule>> _roles = new();
    private volatile ImmutableDictionary<(string Namespace, string Name), Binding> _bindings = ImmutableDictionary<(string, string), Binding>.Empty;
    private volatile BindingIndex _index = BindingIndex.Of([]);

    /// <summary>Follows the roles and bindings of the cluster.</summary>
    public RbacAuthorizer(IObjects objects)
    {
        // Cluster roles and bindings stand under the empty namespace.
        foreach (var resource in (ReadOnlySpan<string>)["clusterroles" + Group, "roles" + Group]) { objects.Subscribe(resource, TakeRole); }
        foreach (var resource in (ReadOnlySpan<string>)["clusterrolebindings" + Group, "rolebindings" + Group]) { objects.Subscribe(resource, TakeBinding); }
    }

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation)
    {
        var missing = new List<string>();
        foreach (var (rule, source) in RulesOf(attributes.User, attributes.Namespace, missing))
        {
            if (rule.Allows(attributes)) { return new(new AuthorizationDecision(AuthorizationVerdict.Allow, $"RBAC: allowed by {source}")); }
        }
        return new(new AuthorizationDecision(AuthorizationVerdict.NoOpinion, missing.Count == 0 ? "" : $"RBAC: {Together(missing)}"));
    }

    /// <inheritdoc/>
    public KnownRules RulesFor(UserIdentity user, string ns)
    {
        var missing = new List<string>();
        var rules = new KnownRules([.. RulesOf(user, ns, missing).Select(static r => r.Rule)]);
        return missing.Count == 0 ? rules : rules with { Mistake = Together(missing) };
    }

    /// <summary>
    /// All rules that hold for the user in the namespace (empty: cluster-wide ones only), with where each comes from; <paramref name="missing"/> gets
    /// a sentence about each role that a binding of the user names and that is not there.
    /// </summary>
    public IEnumerable<(PolicyRule Rule, string Source)> RulesOf(UserIdentity user, string ns, List<string> missing)
    {
        var index = _index;
        foreach (var binding in index.For(user, ns))
        {
            if (!_roles.TryGetValue(binding.Role, out var rules))
            {
                missing.Add($"{(binding.Role.Namespace.Length == 0 ? "clusterrole" : "role")}{Group} \"{binding.Role.Name}\" not found");
                continue;
            }
            foreach (var rule in rules) { yield return (rule, binding.Source); }
        }
    }

    /// <summary>Several mistakes as Go's aggregated errors are printed, each once.</summary>
    public static string Together(IReadOnlyList<string> mistakes) => mistakes.Distinct().ToArray() is var each && each.Length == 1 ? each[0] : $"[{string.Join(", ", each)}]";

    private void TakeRole(ObjectChange change)
    {
        if (change.New is { } role) { _roles[Key(role)] = PolicyRule.Read(role); }
        else { _roles.TryRemove(Key(change.Old!), out _); }
    }

    private void TakeBinding(ObjectChange change)
    {
        var bindings = change.New is { } value ? _bindings.SetItem(Key(value), Binding.Read(value)) : _bindings.Remove(Key(change.Old!));
        _bindings = bindings;
        _index = BindingIndex.Of(bindings.Values);
    }

    private static (string, string) Key(ObjectNode value) => (value.TextAt("metadata", "namespace") ?? "", value.TextAt("metadata", "name") ?? "");
}

using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Which requests a policy or a binding is for. Source: admissionregistration.k8s.io MatchResources.</summary>
public sealed class PolicyMatch
{
    private readonly ImmutableArray<PolicyRule> _rules;
    private readonly ImmutableArray<PolicyRule> _excluded;
    private readonly LabelSelector _namespaces;
    private readonly LabelSelector _objects;
    private readonly bool _isExact;
    private readonly bool _hasRules;

    private PolicyMatch(ObjectNode match, bool hasRules)
    {
        _rules = [.. match.Items("resourceRules").Select(PolicyRule.Read)];
        _excluded = [.. match.Items("excludeResourceRules").Select(PolicyRule.Read)];
        _namespaces = LabelSelector.From(match["namespaceSelector"]) ?? LabelSelector.Everything;
        _objects = LabelSelector.From(match["objectSelector"]) ?? LabelSelector.Everything;
        (_isExact, _hasRules) = (match.Text("matchPolicy") == "Exact", hasRules);
    }

    /// <summary>The constraints of a policy: nothing matches without a rule.</summary>
    public static PolicyMatch OfPolicy(ObjectNode constraints) => new(constraints, hasRules: true);

    /// <summary>What a binding adds: without rules all that the policy matches.</summary>
    public static PolicyMatch OfBinding(ObjectNode match) => new(match, match.Items("resourceRules").Count > 0);

    /// <summary>The version as which the request matches, its own first; null: it does not.</summary>
    public ApiResource? Find(AdmissionRequest request, ImmutableArray<ApiResource> versions, Func<ObjectNode?> findNamespace)
    {
        var own = versions.FirstOrDefault(v => v.Version == request.RequestVersion) ?? request.Resource;
        var matched = _hasRules ? Version(_rules, request, own, versions) : own;
        if (matched is null || Version(_excluded, request, own, versions) is not null) { return null; }
        if (!_namespaces.IsEverything && !IsInNamespace(request, findNamespace)) { return null; }
        return _objects.IsEverything || IsObject(request.Object) || IsObject(request.OldObject) ? matched : null;
    }

    private ApiResource? Version(ImmutableArray<PolicyRule> rules, AdmissionRequest request, ApiResource own, ImmutableArray<ApiResource> versions)
    {
        if (rules.IsEmpty) { return null; }
        if (rules.Any(r => r.Matches(request, own.Version))) { return own; }
        return _isExact ? null : versions.FirstOrDefault(v => rules.Any(r => r.Matches(request, v.Version)));
    }

    // Of a namespace its own labels count; other cluster-wide objects match any selector.
    private bool IsInNamespace(AdmissionRequest request, Func<ObjectNode?> findNamespace)
    {
        if (request.Resource.QualifiedName == "namespaces") { return _namespaces.Matches((request.Object ?? request.OldObject).Object("metadata").Object("labels")); }
        return request.Namespace.Length == 0 || _namespaces.Matches(findNamespace().Object("metadata").Object("labels"));
    }

    private bool IsObject(ObjectNode? value) => value is not null && _objects.Matches(value.Object("metadata").Object("labels"));
}

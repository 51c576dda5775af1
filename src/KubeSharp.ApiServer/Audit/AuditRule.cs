using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Audit;

/// <summary>One rule of an audit policy. Source: audit.k8s.io/v1 PolicyRule.</summary>
public sealed class AuditRule
{
    private readonly ImmutableArray<string> _users;
    private readonly ImmutableArray<string> _groups;
    private readonly ImmutableArray<string> _verbs;
    private readonly ImmutableArray<string> _namespaces;
    private readonly ImmutableArray<string> _paths;
    private readonly ImmutableArray<(string Group, ImmutableArray<string> Resources, ImmutableArray<string> Names)> _resources;

    /// <summary>Reads one; <paramref name="policy"/> says what holds where the rule says nothing.</summary>
    /// <exception cref="FormatException">Its level is none.</exception>
    public AuditRule(Node rule, Node policy)
    {
        Level = Enum.TryParse<AuditLevel>(rule.Text("level"), out var level) ? level : throw new FormatException($"audit policy: unsupported level \"{rule.Text("level")}\"");
        (_users, _groups, _verbs, _namespaces, _paths) = ([.. rule.Texts("users")], [.. rule.Texts("userGroups")], [.. rule.Texts("verbs")], [.. rule.Texts("namespaces")], [.. rule.Texts("nonResourceURLs")]);
        _resources = [.. rule.Items("resources").Select(static r => (r.Text("group"), r.Texts("resources").ToImmutableArray(), r.Texts("resourceNames").ToImmutableArray()))];
        OmitStages = [.. policy.Texts("omitStages").Concat(rule.Texts("omitStages"))];
        OmitsManagedFields = rule.Has("omitManagedFields") ? rule.IsTrue("omitManagedFields") : policy.IsTrue("omitManagedFields");
    }

    /// <summary>How much is recorded.</summary>
    public AuditLevel Level { get; }
    /// <summary>Stages not recorded.</summary>
    public ImmutableArray<string> OmitStages { get; }
    /// <summary>Bodies are recorded without metadata.managedFields.</summary>
    public bool OmitsManagedFields { get; }

    /// <summary>Whether the request is meant.</summary>
    public bool Matches(UserIdentity user, RequestInfo request)
    {
        if (!IsAny(_users, user.Name) || !(_groups.IsEmpty || user.Groups.Any(g => _groups.Contains(g))) || !IsAny(_verbs, request.Verb)) { return false; }
        if (_resources.IsEmpty && _namespaces.IsEmpty) { return _paths.IsEmpty || (!request.IsResourceRequest && _paths.Any(p => IsPath(p, request.Path))); }
        return request.IsResourceRequest && IsAny(_namespaces, request.Namespace) && (_resources.IsEmpty || _resources.Any(r => IsResource(r, request)));
    }

    private static bool IsResource((string Group, ImmutableArray<string> Resources, ImmutableArray<string> Names) rule, RequestInfo request)
    {
        if (rule.Group != request.Group) { return false; }
        if (rule.Resources.IsEmpty) { return true; }
        var full = request.Subresource.Length > 0 ? $"{request.Resource}/{request.Subresource}" : request.Resource;
        return IsAny(rule.Names, request.Name)
            && rule.Resources.Any(r => r == "*" || r == full || (request.Subresource.Length > 0 && (r == "*/" + request.Subresource || r == request.Resource + "/*")));
    }

    private static bool IsPath(string pattern, string path) => pattern == "*" || pattern == path || (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal));

    private static bool IsAny(ImmutableArray<string> items, string wanted) => items.IsEmpty || items.Contains(wanted);
}

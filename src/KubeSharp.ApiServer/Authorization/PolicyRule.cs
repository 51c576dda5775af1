using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>One rule of a role. Source: Using RBAC Authorization.</summary>
public sealed record PolicyRule(ImmutableArray<string> Verbs, ImmutableArray<string> ApiGroups, ImmutableArray<string> Resources, ImmutableArray<string> ResourceNames, ImmutableArray<string> Paths)
{
    /// <summary>Reads the rules of a role.</summary>
    public static ImmutableArray<PolicyRule> Read(ObjectNode role) =>
        [.. (role["rules"] as ArrayNode ?? ArrayNode.Empty).Select(static r => new PolicyRule(Texts(r, "verbs"), Texts(r, "apiGroups"), Texts(r, "resources"), Texts(r, "resourceNames"), Texts(r, "nonResourceURLs")))];

    /// <summary>Whether it allows what is asked.</summary>
    public bool Allows(AuthorizationAttributes asked)
    {
        if (!Verbs.Contains("*") && !Verbs.Contains(asked.Verb)) { return false; }
        if (!asked.IsResourceRequest) { return Paths.Any(p => IsPath(p, asked.Path)); }
        return (ApiGroups.Contains("*") || ApiGroups.Contains(asked.Group))
            && Resources.Any(r => IsResource(r, asked.Resource, asked.Subresource))
            && (ResourceNames.IsEmpty || (asked.Name.Length > 0 && ResourceNames.Contains(asked.Name)));
    }

    // pods, pods/log, */scale and *.
    private static bool IsResource(string pattern, string resource, string subresource)
    {
        if (pattern == "*") { return true; }
        if (subresource.Length == 0) { return pattern == resource; }
        if (pattern.StartsWith("*/", StringComparison.Ordinal)) { return pattern.AsSpan(2).SequenceEqual(subresource); }
        return pattern.Length == resource.Length + 1 + subresource.Length && pattern.StartsWith(resource, StringComparison.Ordinal)
            && pattern[resource.Length] == '/' && pattern.EndsWith(subresource, StringComparison.Ordinal);
    }

    private static bool IsPath(string pattern, string path) =>
        pattern == "*" || pattern == path || (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal));

    private static ImmutableArray<string> Texts(Node rule, string field) =>
        rule.At(field) is ArrayNode items ? [.. items.OfType<StringNode>().Select(static i => i.Value)] : [];
}

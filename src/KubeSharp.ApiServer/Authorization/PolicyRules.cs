using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Whether rules are within others. Pure. Source: Using RBAC Authorization, privilege escalation prevention.</summary>
public static class PolicyRules
{
    /// <summary>Rules of one verb, one group, one resource (or path) and at most one name each, that together say the same.</summary>
    public static IEnumerable<PolicyRule> BreakDown(PolicyRule rule)
    {
        foreach (var verb in rule.Verbs)
        {
            foreach (var path in rule.Paths) { yield return new PolicyRule([verb], [], [], [], [path]); }
            foreach (var group in rule.ApiGroups)
            {
                foreach (var resource in rule.Resources)
                {
                    if (rule.ResourceNames.IsEmpty) { yield return new PolicyRule([verb], [group], [resource], [], []); }
                    foreach (var name in rule.ResourceNames) { yield return new PolicyRule([verb], [group], [resource], [name], []); }
                }
            }
        }
    }

    /// <summary>Whether the owner's rule allows all that the broken-down one does.</summary>
    public static bool Covers(PolicyRule own, PolicyRule wanted)
    {
        if (!Has(own.Verbs, wanted.Verbs[0])) { return false; }
        if (!wanted.Paths.IsEmpty) { return own.Paths.Any(p => p == wanted.Paths[0] || p == "*" || (p.EndsWith('*') && wanted.Paths[0].StartsWith(p[..^1], StringComparison.Ordinal))); }
        if (!Has(own.ApiGroups, wanted.ApiGroups[0]) || !HasResource(own.Resources, wanted.Resources[0])) { return false; }
        return own.ResourceNames.IsEmpty || (!wanted.ResourceNames.IsEmpty && own.ResourceNames.Contains(wanted.ResourceNames[0]));
    }

    /// <summary>The rules in upstream's short form, those that differ only in their verb together.</summary>
    public static IEnumerable<string> Print(IEnumerable<PolicyRule> rules) => rules
        .GroupBy(static r => (string.Join(',', r.ApiGroups), string.Join(',', r.Resources), string.Join(',', r.ResourceNames), string.Join(',', r.Paths)))
        .Select(static g => Print(g.First(), [.. g.Select(static r => r.Verbs[0])])).Order(StringComparer.Ordinal);

    private static string Print(PolicyRule rule, ImmutableArray<string> verbs)
    {
        var parts = new List<string>();
        if (!rule.ApiGroups.IsEmpty) { parts.Add($"APIGroups:{List(rule.ApiGroups)}"); }
        if (!rule.Resources.IsEmpty) { parts.Add($"Resources:{List(rule.Resources)}"); }
        if (!rule.ResourceNames.IsEmpty) { parts.Add($"ResourceNames:{List(rule.ResourceNames)}"); }
        if (!rule.Paths.IsEmpty) { parts.Add($"NonResourceURLs:{List(rule.Paths)}"); }
        parts.Add($"Verbs:{List(verbs)}");
        return $"{{{string.Join(", ", parts)}}}";
    }

    private static string List(ImmutableArray<string> items) => $"[{string.Join(" ", items.Select(static i => $"\"{i}\""))}]";

    private static bool Has(ImmutableArray<string> own, string wanted) => own.Contains("*") || own.Contains(wanted);

    private static bool HasResource(ImmutableArray<string> own, string wanted)
    {
        if (Has(own, wanted)) { return true; }
        var slash = wanted.IndexOf('/', StringComparison.Ordinal);
        return slash >= 0 && own.Contains("*" + wanted[slash..]);
    }
}

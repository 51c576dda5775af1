using KubeSharp.Api.Meta.V1;

namespace KubeSharp.Api.Semantics;

/// <summary>Whether labels fulfil a LabelSelector. Source: Labels and Selectors.</summary>
public static class LabelSelectors
{
    /// <summary>Whether the labels fulfil all of the selector. An empty selector is fulfilled by all, one of null by none.</summary>
    public static bool Matches(this LabelSelector? selector, ApiMap<string> labels)
    {
        if (selector is null) { return false; }
        foreach (var (key, value) in selector.MatchLabels)
        {
            if (!labels.TryGetValue(key, out var actual) || actual != value) { return false; }
        }
        foreach (var requirement in selector.MatchExpressions)
        {
            if (!Fulfils(requirement, labels)) { return false; }
        }
        return true;
    }

    /// <summary>Whether the labels hold each of these; an empty map selects nothing (Service, ReplicationController).</summary>
    public static bool Selects(this ApiMap<string> selector, ApiMap<string> labels)
    {
        if (selector.Count == 0) { return false; }
        foreach (var (key, value) in selector)
        {
            if (!labels.TryGetValue(key, out var actual) || actual != value) { return false; }
        }
        return true;
    }

    private static bool Fulfils(LabelSelectorRequirement requirement, ApiMap<string> labels)
    {
        var has = labels.TryGetValue(requirement.Key, out var value);
        return requirement.Operator switch
        {
            "In" => has && requirement.Values.Contains(value!),
            "NotIn" => !has || !requirement.Values.Contains(value!),
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }
}

using System.Globalization;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Api.Semantics;

/// <summary>Whether a node fulfils a NodeSelector. Source: Assigning Pods to Nodes.</summary>
public static class NodeSelectors
{
    /// <summary>Whether one of the terms holds; a selector of null is fulfilled by every node.</summary>
    public static bool Matches(this NodeSelector? selector, Core.V1.Node node)
    {
        if (selector is null) { return true; }
        foreach (var term in selector.NodeSelectorTerms)
        {
            if (term.Matches(node)) { return true; }
        }
        return false;
    }

    /// <summary>Whether all of the term's requirements hold; an empty term holds for no node.</summary>
    public static bool Matches(this NodeSelectorTerm term, Core.V1.Node node)
    {
        if (term.MatchExpressions.Count + term.MatchFields.Count == 0) { return false; }
        foreach (var requirement in term.MatchExpressions)
        {
            if (!Fulfils(requirement, node.Metadata.Labels.TryGetValue(requirement.Key, out var value) ? value : null)) { return false; }
        }
        foreach (var requirement in term.MatchFields)
        {
            if (!Fulfils(requirement, requirement.Key == "metadata.name" ? node.Metadata.Name : null)) { return false; }
        }
        return true;
    }

    /// <summary>Whether the pod's nodeSelector and required node affinity allow the node.</summary>
    public static bool Allows(this PodSpec spec, Core.V1.Node node)
    {
        foreach (var (key, value) in spec.NodeSelector)
        {
            if (!node.Metadata.Labels.TryGetValue(key, out var actual) || actual != value) { return false; }
        }
        return spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution.Matches(node) ?? true;
    }

    private static bool Fulfils(NodeSelectorRequirement requirement, string? value) => requirement.Operator switch
    {
        "In" => value is not null && requirement.Values.Contains(value),
        "NotIn" => value is null || !requirement.Values.Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Compare(value, requirement) is > 0,
        "Lt" => Compare(value, requirement) is < 0,
        _ => false,
    };

    private static int? Compare(string? value, NodeSelectorRequirement requirement) =>
        requirement.Values.Count == 1
        && long.TryParse(value, CultureInfo.InvariantCulture, out var actual)
        && long.TryParse(requirement.Values[0], CultureInfo.InvariantCulture, out var bound)
            ? actual.CompareTo(bound) : null;
}

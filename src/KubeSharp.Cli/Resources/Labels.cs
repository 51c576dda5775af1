using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Resources;

/// <summary>Label selectors on trees.</summary>
internal static class Labels
{
    /// <summary>Whether labels fit a selector.</summary>
    /// <exception cref="CliException">The selector is malformed.</exception>
    public static bool Match(string selector, ObjectNode? labels)
    {
        try
        {
            return Machinery.Selectors.LabelSelector.Parse(selector).Matches(labels);
        }
        catch (FormatException e) { throw new CliException($"unable to parse requirement: {e.Message}"); }
    }

    /// <summary>The selector text of a workload's spec.selector (matchLabels and matchExpressions, or a plain map); null: it has none.</summary>
    public static string? SelectorOf(Node workload)
    {
        var selector = workload.At("spec", "selector") as ObjectNode;
        if (selector is null) { return null; }
        if (selector["matchLabels"] is null && selector["matchExpressions"] is null) { return Pairs(selector); }
        var parts = (selector["matchLabels"] as ObjectNode ?? ObjectNode.Empty).Select(static l => (l.Key, Text: $"{l.Key}={(l.Value as StringNode)?.Value}")).ToList();
        foreach (var e in selector["matchExpressions"] as ArrayNode ?? ArrayNode.Empty)
        {
            var (key, values) = (e.TextAt("key"), string.Join(',', (e.At("values") as ArrayNode ?? ArrayNode.Empty).Select(static v => ((StringNode)v).Value).Order(StringComparer.Ordinal)));
            parts.Add((key ?? "", e.TextAt("operator") switch { "In" => $"{key} in ({values})", "NotIn" => $"{key} notin ({values})", "Exists" => $"{key}", _ => $"!{key}" }));
        }
        return string.Join(',', parts.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => p.Text));
    }

    /// <summary>a=b,c=d in the order of their text.</summary>
    public static string Pairs(ObjectNode labels) => string.Join(',', labels.Select(static l => $"{l.Key}={(l.Value as StringNode)?.Value}").Order(StringComparer.Ordinal));
}

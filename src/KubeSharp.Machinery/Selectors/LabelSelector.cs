using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Selectors;

/// <summary>A label selector: all requirements must hold. Source: Labels and Selectors.</summary>
public sealed class LabelSelector
{
    private LabelSelector(ImmutableArray<LabelRequirement> requirements) => Requirements = requirements;

    /// <summary>Selects everything.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>The requirements; none: everything is selected.</summary>
    public ImmutableArray<LabelRequirement> Requirements { get; }

    /// <summary>Selects everything.</summary>
    public bool IsEverything => Requirements.IsEmpty;

    /// <summary>Whether the labels fulfil it.</summary>
    public bool Matches(Func<string, string?> label)
    {
        foreach (var requirement in Requirements)
        {
            if (!requirement.Matches(label(requirement.Key))) { return false; }
        }
        return true;
    }

    /// <summary>Whether the labels (an object of texts, or null) fulfil it.</summary>
    public bool Matches(ObjectNode? labels) => IsEverything || Matches(key => labels?.TextAt(key));

    /// <summary>Reads the text form: a=b, a!=b, a in (b,c), a notin (b), a, !a, a&gt;1, a&lt;1, joined by commas.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static LabelSelector Parse(string text)
    {
        var reader = new SelectorReader(text);
        var requirements = ImmutableArray.CreateBuilder<LabelRequirement>();
        while (!reader.IsAtEnd)
        {
            requirements.Add(reader.ReadRequirement());
            if (reader.IsAtEnd) { break; }
            reader.Expect(',');
            if (reader.IsAtEnd) { throw new FormatException("unable to parse requirement: found '', expected: identifier after ','"); }
        }
        return requirements.Count == 0 ? Everything : new(requirements.ToImmutable());
    }

    /// <summary>Reads a LabelSelector object: matchLabels and matchExpressions; null selects nothing and gives null.</summary>
    public static LabelSelector? From(Node? node)
    {
        if (node is not ObjectNode selector) { return null; }
        var requirements = ImmutableArray.CreateBuilder<LabelRequirement>();
        foreach (var (key, value) in selector["matchLabels"] as ObjectNode ?? ObjectNode.Empty)
        {
            requirements.Add(new(key, "In", [(value as StringNode)?.Value ?? ""]));
        }
        foreach (var expression in selector["matchExpressions"] as ArrayNode ?? ArrayNode.Empty)
        {
            requirements.Add(new(expression.TextAt("key") ?? "", expression.TextAt("operator") ?? "",
                [.. (expression.At("values") as ArrayNode ?? ArrayNode.Empty).Select(static v => (v as StringNode)?.Value ?? "")]));
        }
        return new(requirements.ToImmutable());
    }

    /// <summary>Of a plain map of labels that must all be there.</summary>
    public static LabelSelector OfMap(ObjectNode labels) =>
        new([.. labels.Select(static l => new LabelRequirement(l.Key, "In", [(l.Value as StringNode)?.Value ?? ""]))]);

    /// <summary>As a LabelSelector object: one value in matchLabels, all else in matchExpressions.</summary>
    /// <exception cref="FormatException">An order (&gt;, &lt;) is in it, which such an object cannot say.</exception>
    public ObjectNode ToNode()
    {
        if (Requirements.FirstOrDefault(static r => r.Operator is "Gt" or "Lt") is { } order) { throw new FormatException($"\"{(order.Operator == "Gt" ? "gt" : "lt")}\" isn't supported in label selectors"); }
        var labels = Requirements.Where(static r => r is { Operator: "In", Values: [_] }).Aggregate(ObjectNode.Empty, static (all, r) => all.Set(r.Key, r.Values[0]));
        Node[] expressions = [.. Requirements.Where(static r => r is not { Operator: "In", Values: [_] }).Select(static r => ObjectNode.Of(("key", r.Key), ("operator", r.Operator), ("values", r.Values.IsEmpty ? null : new ArrayNode([.. r.Values.Select(static v => (Node)v)]))))];
        return ObjectNode.Of(("matchLabels", labels.Count > 0 ? labels : null), ("matchExpressions", expressions.Length > 0 ? new ArrayNode([.. expressions]) : null));
    }

    /// <summary>The text form, as upstream prints it.</summary>
    public override string ToString() => string.Join(',', Requirements.OrderBy(static r => r.Key, StringComparer.Ordinal).Select(static r => r.Operator switch
    {
        "In" when r.Values.Length == 1 => $"{r.Key}={r.Values[0]}",
        "NotIn" when r.Values.Length == 1 => $"{r.Key}!={r.Values[0]}",
        "In" => $"{r.Key} in ({string.Join(',', r.Values.Order(StringComparer.Ordinal))})",
        "NotIn" => $"{r.Key} notin ({string.Join(',', r.Values.Order(StringComparer.Ordinal))})",
        "Exists" => r.Key,
        "DoesNotExist" => "!" + r.Key,
        "Gt" => $"{r.Key}>{r.Values[0]}",
        _ => $"{r.Key}<{r.Values[0]}",
    }));
}

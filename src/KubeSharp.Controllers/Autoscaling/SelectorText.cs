using KubeSharp.Api;
using KubeSharp.Api.Meta.V1;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>A label selector as a query writes it: app=web,tier in (a,b),!old. Pure.</summary>
public static class SelectorText
{
    /// <summary>The text; empty for none.</summary>
    public static string Of(LabelSelector? selector)
    {
        if (selector is null) { return ""; }
        var labels = selector.MatchLabels.Select(static l => $"{l.Key}={l.Value}");
        var expressions = selector.MatchExpressions.Select(static e => e.Operator switch
        {
            "In" => $"{e.Key} in ({string.Join(',', e.Values.Order(StringComparer.Ordinal))})",
            "NotIn" => $"{e.Key} notin ({string.Join(',', e.Values.Order(StringComparer.Ordinal))})",
            "DoesNotExist" => $"!{e.Key}",
            _ => e.Key,
        });
        return string.Join(',', labels.Concat(expressions).Order(StringComparer.Ordinal));
    }
}

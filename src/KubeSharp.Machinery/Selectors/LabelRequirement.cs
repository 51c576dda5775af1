using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.Machinery.Selectors;

/// <param name="Key">Label.</param>
/// <param name="Operator">One of In, NotIn, Exists, DoesNotExist, Gt, Lt.</param>
/// <param name="Values">What it is compared with.</param>
public sealed record LabelRequirement(string Key, string Operator, ImmutableArray<string> Values)
{
    /// <summary>Whether a label of that value (null: none) fulfils it.</summary>
    public bool Matches(string? value) => Operator switch
    {
        "In" => value is not null && Values.Contains(value),
        "NotIn" => value is null || !Values.Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Number(value) is { } a && a > Number(Values[0]),
        "Lt" => Number(value) is { } b && b < Number(Values[0]),
        _ => false,
    };

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}

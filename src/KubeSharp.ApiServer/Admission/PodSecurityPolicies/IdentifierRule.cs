using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.PodSecurityPolicies;

/// <summary>Which numbers of users or groups a policy allows.</summary>
/// <param name="Rule">MustRunAs, MayRunAs, MustRunAsNonRoot or RunAsAny.</param>
/// <param name="Ranges">The ranges of the first two, both ends within.</param>
public sealed record IdentifierRule(string Rule, ImmutableArray<(long Min, long Max)> Ranges)
{
    /// <summary>Reads a field of a policy's spec; what is not there allows any.</summary>
    public static IdentifierRule Read(ObjectNode spec, string field)
    {
        var value = spec.Object(field);
        return new(value.Text("rule") is { Length: > 0 } rule ? rule : "RunAsAny", [.. value.Items("ranges").Select(static r => (r.Number("min") ?? 0, r.Number("max") ?? 0))]);
    }

    /// <summary>Ranges are there where the rule needs them.</summary>
    public bool IsUsable => Rule is not ("MustRunAs" or "MayRunAs") || !Ranges.IsEmpty;

    /// <summary>What who names none gets; null: nothing.</summary>
    public long? Default => Rule == "MustRunAs" ? Ranges[0].Min : null;

    /// <summary>Whether the number may be named.</summary>
    public bool Allows(long number) => Rule is not ("MustRunAs" or "MayRunAs") || Ranges.Any(r => number >= r.Min && number <= r.Max);

    /// <summary>The ranges as upstream prints them.</summary>
    public string Print() => $"[{string.Join(' ', Ranges.Select(static r => $"{{{r.Min} {r.Max}}}"))}]";
}

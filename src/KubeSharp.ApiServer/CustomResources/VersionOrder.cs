using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>Versions by rank: v2, v1, v2beta1, v1beta2, v1alpha1, then others by name. Source: Versions in CustomResourceDefinitions, version priority.</summary>
public sealed partial class VersionOrder : IComparer<string>
{
    /// <summary>The only one.</summary>
    public static VersionOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (a, b) = (Rank(x ?? ""), Rank(y ?? ""));
        var order = b.CompareTo(a);
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static (int Stage, long Major, long Minor) Rank(string version)
    {
        var match = Pattern().Match(version);
        if (!match.Success) { return (0, 0, 0); }
        var minor = match.Groups[3].Length == 0 ? 0 : long.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture);
        return (match.Groups[2].Value switch { "" => 3, "beta" => 2, _ => 1 }, long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), minor);
    }

    [GeneratedRegex(@"\Av([1-9][0-9]{0,15})(?:(alpha|beta)([1-9][0-9]{0,15}))?\z")]
    private static partial Regex Pattern();
}

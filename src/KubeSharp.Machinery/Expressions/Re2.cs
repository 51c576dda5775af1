using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeSharp.Machinery.Expressions;

/// <summary>
/// Patterns in RE2's syntax, matched in time linear in the text. What RE2 has not (look-around, back references, possessive and atomic
/// groups) is refused. Compiled patterns are kept, at most <see cref="KeptMax"/>.
/// </summary>
public static class Re2
{
    /// <summary>How many compiled patterns are kept.</summary>
    public const int KeptMax = 1024;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private static readonly ConcurrentDictionary<string, Regex> _kept = new(StringComparer.Ordinal);

    /// <summary>Compiles; false with Go's words where the pattern is none.</summary>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (_kept.TryGetValue(pattern, out regex)) { return true; }
        try
        {
            regex = new Regex(new Re2Translation(pattern).Translate(), Options);
        }
        catch (FormatException e)
        {
            error = $"error parsing regexp: {e.Message}";
            return false;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            error = $"error parsing regexp: invalid pattern: `{pattern}`";
            return false;
        }
        if (_kept.Count >= KeptMax) { _kept.Clear(); }
        _kept[pattern] = regex;
        return true;
    }
}

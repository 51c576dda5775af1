using System.Globalization;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>A semantic version; what is behind + does not count in comparisons.</summary>
internal sealed class SemverValue(ulong major, ulong minor, ulong patch, string[] prerelease) : CelOpaque(SemverLibrary.Type)
{
    public ulong Major { get; } = major;
    public ulong Minor { get; } = minor;
    public ulong Patch { get; } = patch;

    public override bool EqualTo(CelValue other) => other is SemverValue version && CompareTo(version) == 0;
    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch);
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{(prerelease.Length > 0 ? "-" : "")}{string.Join('.', prerelease)}");

    public int CompareTo(SemverValue other)
    {
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (numbers != 0) { return Math.Sign(numbers); }
        var theirs = other.Prerelease;
        if (prerelease.Length == 0 || theirs.Length == 0) { return theirs.Length.CompareTo(prerelease.Length) is var o && prerelease.Length == theirs.Length ? 0 : Math.Sign(o); }
        for (var i = 0; i < prerelease.Length && i < theirs.Length; i++)
        {
            var order = Compare(prerelease[i], theirs[i]);
            if (order != 0) { return order; }
        }
        return Math.Sign(prerelease.Length.CompareTo(theirs.Length));
    }

    /// <summary>Reads one; null where it is none. Normalizing drops a v before it and zeros before numbers, and adds missing parts.</summary>
    public static SemverValue? Parse(string text, bool normalizes)
    {
        if (normalizes && text.StartsWith('v')) { text = text[1..]; }
        var build = text.IndexOf('+', StringComparison.Ordinal);
        if (build >= 0 && text[(build + 1)..].Split('.').Any(static p => !IsIdentifier(p))) { return null; }
        var core = build < 0 ? text : text[..build];
        var dash = core.IndexOf('-', StringComparison.Ordinal);
        var prerelease = dash < 0 ? [] : core[(dash + 1)..].Split('.');
        if (prerelease.Any(static p => !IsIdentifier(p) || (p.Length > 1 && p[0] == '0' && p.All(char.IsAsciiDigit)))) { return null; }
        var parts = (dash < 0 ? core : core[..dash]).Split('.');
        if (normalizes && parts.Length < 3 && dash < 0 && build < 0) { parts = [.. parts, .. Enumerable.Repeat("0", 3 - parts.Length)]; }
        var numbers = new ulong[3];
        if (parts.Length != 3) { return null; }
        for (var i = 0; i < 3; i++)
        {
            var part = normalizes && parts[i].Length > 1 ? parts[i].TrimStart('0').PadLeft(1, '0') : parts[i];
            if ((part.Length > 1 && part[0] == '0') || !ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) { return null; }
        }
        return new(numbers[0], numbers[1], numbers[2], prerelease);
    }

    private string[] Prerelease => prerelease;

    private static bool IsIdentifier(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static int Compare(string a, string b)
    {
        var (isNumber, theirsIs) = (ulong.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var x), ulong.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var y));
        return isNumber && theirsIs ? x.CompareTo(y) : isNumber != theirsIs ? isNumber ? -1 : 1 : Math.Sign(string.CompareOrdinal(a, b));
    }
}

using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Values as texts, and texts by code points.</summary>
internal static class Texts
{
    private const int ExponentFrom = 6;
    private const int DecimalDigits = 21;

    /// <summary>As string() makes it; collections in the form of literals. Numbers with a fraction are printed by <paramref name="number"/>, where it is given, also within collections.</summary>
    public static string Print(CelValue value, Func<double, string>? number = null) => value switch
    {
        CelString text => text.Value,
        CelInt whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        CelUInt whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        CelDouble real => number is null ? Print(real.Value) : number(real.Value),
        CelBool truth => truth.Value ? "true" : "false",
        CelNull => "null",
        CelBytes bytes => Encoding.UTF8.GetString(bytes.Value.Span),
        CelTypeValue type => type.Of.Name,
        CelList list => $"[{string.Join(", ", Enumerable.Range(0, list.Count).Select(i => Print(list[i], number)))}]",
        CelMap map => $"{{{string.Join(", ", map.Keys.Select(k => (Key: Print(k, number), Value: Print(map.Find(k)!, number))).OrderBy(static e => e.Key, StringComparer.Ordinal).Select(static e => $"{e.Key}: {e.Value}"))}}}",
        CelOptional optional => optional.Value is null ? "optional.none()" : $"optional({Print(optional.Value, number)})",
        _ => value.ToString() ?? "",
    };

    /// <summary>The shortest digits that give the number again, as Go prints them: 1.5, 1e+06.</summary>
    public static string Print(double value, bool scientific = true)
    {
        if (double.IsNaN(value)) { return "NaN"; }
        if (double.IsInfinity(value)) { return value > 0 ? "+Inf" : "-Inf"; }
        if (value == 0) { return double.IsNegative(value) ? "-0" : "0"; }
        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 16; digits++)
        {
            var attempt = value.ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(attempt, CultureInfo.InvariantCulture) != value) { continue; }
            shortest = attempt;
            break;
        }
        var split = shortest.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(shortest.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is < -4 or >= ExponentFrom && (scientific || exponent is < -DecimalDigits or > DecimalDigits)) { return $"{shortest[..split]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("D2", CultureInfo.InvariantCulture)}"; }
        return decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.#############################", CultureInfo.InvariantCulture);
    }

    /// <summary>By code points, as UTF-8 bytes would be ordered.</summary>
    public static int Compare(string a, string b)
    {
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] == b[i]) { continue; }
            var (x, y) = (char.IsSurrogate(a[i]), char.IsSurrogate(b[i]));
            return x == y ? Math.Sign(a[i].CompareTo(b[i])) : x ? 1 : -1;
        }
        return Math.Sign(a.Length.CompareTo(b.Length));
    }

    /// <summary>Where in the text a code point stands; its length for the place behind the last. Null: beyond.</summary>
    public static int? At(string text, long codePoint)
    {
        var at = 0;
        for (var i = 0L; i < codePoint; i++)
        {
            if (at >= text.Length) { return null; }
            at += at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
        }
        return codePoint < 0 ? null : at;
    }

    /// <summary>How many code points stand before a place.</summary>
    public static long CodePoints(string text, int before) => new CelString(text[..before]).Length;
}

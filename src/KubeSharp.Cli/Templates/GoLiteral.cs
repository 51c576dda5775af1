using System.Globalization;
using System.Numerics;
using System.Text;

namespace KubeSharp.Cli.Templates;

/// <summary>Texts in quotes and numbers as templates write them. Source: the literals of Go's language reference.</summary>
internal static class GoLiteral
{
    private const string Escapes = "abfnrtv\\", Escaped = "\a\b\f\n\r\t\v\\";

    /// <summary>What a text in quotes (" ' or `) says; null: it is malformed.</summary>
    public static string? Unquote(string word)
    {
        if (word.Length < 2 || word[0] != word[^1]) { return null; }
        if (word[0] == '`') { return word[1..^1].Replace("\r", "", StringComparison.Ordinal); }
        var bytes = new List<byte>();
        var inner = word.AsSpan(1, word.Length - 2);
        for (var at = 0; at < inner.Length;)
        {
            if (inner[at] == word[0] || inner[at] == '\n') { return null; }
            if (inner[at] != '\\')
            {
                Rune.DecodeFromUtf16(inner[at..], out var rune, out var length);
                Add(bytes, rune);
                at += length;
                continue;
            }
            if (Escape(inner[(at + 1)..], word[0], bytes) is not (> 0 and var taken)) { return null; }
            at += 1 + taken;
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>A number: long, double where it has a fraction or an exponent, complex where it ends with i; null: it is none, or too large.</summary>
    public static object? Number(string word)
    {
        var plain = word.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        if (plain.EndsWith('i')) { return Imaginary(plain[..^1]); }
        var digits = plain.TrimStart('+', '-');
        var (numberBase, skipped) = digits switch { ['0', 'x', ..] => (16, 2), ['0', 'b', ..] => (2, 2), ['0', 'o', ..] => (8, 2), ['0', _, ..] => (8, 1), _ => (10, 0) };
        if (numberBase == 10) { return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : Float(plain); }
        try { return (plain[0] == '-' ? -1 : 1) * Convert.ToInt64(digits[skipped..], numberBase); }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException) { return Float(plain); }
    }

    /// <summary>Whether a word is a number that no type can hold.</summary>
    public static bool IsTooLarge(string word) => double.TryParse(word.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsInfinity(number);

    private static object? Float(string plain)
    {
        if (plain.Contains("0x", StringComparison.Ordinal)) { return Hexadecimal(plain); }
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    // 0x1.8p4: digits of base 16, then a power of two.
    private static object? Hexadecimal(string plain)
    {
        var digits = plain.TrimStart('+', '-')[2..];
        if (digits.Split('p') is not [var mantissa, var power] || mantissa.Length == 0 || !int.TryParse(power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)) { return null; }
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var bare = mantissa.Replace(".", "", StringComparison.Ordinal);
        if (!ulong.TryParse(bare, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) { return null; }
        var number = Math.ScaleB(value, exponent - (point < 0 ? 0 : 4 * (mantissa.Length - 1 - point)));
        return double.IsFinite(number) ? (plain[0] == '-' ? -number : number) : null;
    }

    // 2, 1+2, 1e3-2e-1: what stands before the i. The sign of an exponent parts nothing.
    private static object? Imaginary(string plain)
    {
        var sign = plain.Length - 1;
        while (sign > 0 && !(plain[sign] is '+' or '-' && plain[sign - 1] is not ('e' or 'p'))) { sign--; }
        var (real, imaginary) = (sign > 0 ? Float(plain[..sign]) : 0.0, Float(plain[sign..]));
        return real is double first && imaginary is double second ? new Complex(first, second) : null;
    }

    // How many characters behind the backslash belong to it; 0: it is none.
    private static int Escape(ReadOnlySpan<char> text, char quote, List<byte> bytes)
    {
        if (text.IsEmpty) { return 0; }
        if (Escapes.IndexOf(text[0], StringComparison.Ordinal) is >= 0 and var known) { bytes.Add((byte)Escaped[known]); return 1; }
        if (text[0] == quote) { bytes.Add((byte)quote); return 1; }
        if (text[0] is >= '0' and <= '7')
        {
            var value = 0;
            foreach (var c in text[..Math.Min(3, text.Length)]) { value = c is >= '0' and <= '7' ? (value * 8) + (c - '0') : int.MaxValue / 16; }
            if (text.Length < 3 || value > byte.MaxValue) { return 0; }
            bytes.Add((byte)value);
            return 3;
        }
        var count = text[0] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (count == 0 || text.Length <= count || !uint.TryParse(text.Slice(1, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) { return 0; }
        if (count == 2) { bytes.Add((byte)code); }
        else if (Rune.TryCreate(code, out var rune)) { Add(bytes, rune); }
        else { return 0; }
        return 1 + count;
    }

    private static void Add(List<byte> bytes, Rune rune)
    {
        Span<byte> encoded = stackalloc byte[4];
        bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
    }
}

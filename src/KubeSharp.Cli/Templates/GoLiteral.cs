using System.Globalization;
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

    /// <summary>A number: long, or double where it has a fraction or an exponent; null: it is none.</summary>
    public static object? Number(string word)
    {
        var plain = word.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        var digits = plain.TrimStart('+', '-');
        var (numberBase, skipped) = digits switch { ['0', 'x', ..] => (16, 2), ['0', 'b', ..] => (2, 2), ['0', 'o', ..] => (8, 2), ['0', _, ..] => (8, 1), _ => (10, 0) };
        if (numberBase == 10) { return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : Float(plain); }
        try { return (plain[0] == '-' ? -1 : 1) * Convert.ToInt64(digits[skipped..], numberBase); }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException) { return Float(plain); }
    }

    private static object? Float(string plain) => double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

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

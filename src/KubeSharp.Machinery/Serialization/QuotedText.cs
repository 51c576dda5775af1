using System.Globalization;
using System.Text;

namespace KubeSharp.Machinery.Serialization;

/// <summary>Texts in double quotes, with the escapes that JSON, YAML and Go share.</summary>
public static class QuotedText
{
    /// <summary>The text in quotes. Pure.</summary>
    /// <param name="value">The text.</param>
    /// <param name="escape">What stands for a character beside quotes, backslashes, line ends and tabulators, which are the same for all; null: the character itself.</param>
    public static string Of(string value, Func<char, string?> escape)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            var shared = c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => escape(c) };
            if (shared is null) { text.Append(c); }
            else { text.Append(shared); }
        }
        return text.Append('"').ToString();
    }

    /// <summary>The text as a Go program has it (%q): what cannot be printed stands as its bytes or code point. Pure.</summary>
    public static string Go(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                _ when IsPrintable(rune) => text.Append(rune),
                >= '\a' and <= '\r' and var c => text.Append('\\').Append("abtnvfr"[c - '\a']),
                < ' ' or 0x7f => text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                <= 0xffff => text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        }
        return text.Append('"').ToString();
    }

    /// <summary>Letters, marks, numbers, punctuation, symbols, and of spaces the common one: what Go calls printable. Pure.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator or >= UnicodeCategory.LineSeparator and <= UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}

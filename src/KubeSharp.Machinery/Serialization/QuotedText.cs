using System.Globalization;
using System.Text;

namespace KubeSharp.Machinery.Serialization;

/// <summary>Texts in double quotes, with the escapes that JSON, YAML and Go share.</summary>
public static class QuotedText
{
    // Characters that have a letter, and those letters.
    private const string Named = "\"\\\a\b\f\n\r\t\v", Letters = "\"\\abfnrtv";

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
            if (IsPrintable(rune) && rune.Value is not ('"' or '\\')) { text.Append(rune); }
            else { text.Append(GoEscape(rune)); }
        }
        return text.Append('"').ToString();
    }

    /// <summary>What Go writes in quotes for a character that is not printed, or has a meaning there. Pure.</summary>
    public static string GoEscape(Rune rune) => rune.IsBmp && Named.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var at ? $"\\{Letters[at]}" : rune.Value switch
    {
        < ' ' or 0x7f => $"\\x{rune.Value:x2}",
        <= 0xffff => $"\\u{rune.Value:x4}",
        _ => $"\\U{rune.Value:x8}",
    };

    /// <summary>Letters, marks, numbers, punctuation, symbols, and of spaces the common one: what Go calls printable. Pure.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator or >= UnicodeCategory.LineSeparator and <= UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}

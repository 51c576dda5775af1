using System.Text.RegularExpressions;

namespace KubeSharp.Cli.Flags;

/// <summary>Regular expressions whose mistakes are told in the words of Go's package regexp/syntax.</summary>
internal static class GoPattern
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(1);

    /// <summary>The expression; matching takes a second at most.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Regex Of(string pattern)
    {
        try { return new Regex(pattern, RegexOptions.CultureInvariant, _limit); }
        catch (RegexParseException e) { throw new FormatException($"error parsing regexp: {Words(e, pattern)}"); }
    }

    private static string Words(RegexParseException mistake, string pattern)
    {
        var at = Math.Clamp(mistake.Offset, 0, pattern.Length);
        return mistake.Error switch
        {
            RegexParseError.InsufficientClosingParentheses => $"missing closing ): `{pattern}`",
            RegexParseError.InsufficientOpeningParentheses => $"unexpected ): `{pattern}`",
            RegexParseError.UnterminatedBracket => $"missing closing ]: `{pattern[Math.Max(0, pattern.LastIndexOf('[', Math.Max(0, at - 1)))..]}`",
            RegexParseError.QuantifierAfterNothing => $"missing argument to repetition operator: `{pattern[Math.Max(0, at - 1)..at]}`",
            RegexParseError.NestedQuantifiersNotParenthesized => $"invalid nested repetition operator: `{pattern[Math.Max(0, at - 2)..at]}`",
            RegexParseError.UnescapedEndingBackslash => "trailing backslash at end of expression: ``",
            RegexParseError.ReversedCharacterRange => $"invalid character class range: `{pattern[Math.Max(0, at - 3)..at]}`",
            RegexParseError.UnrecognizedEscape => $"invalid escape sequence: `{pattern[Math.Max(0, at - 2)..at]}`",
            RegexParseError.InvalidGroupingConstruct => $"invalid or unsupported Perl syntax: `{pattern[Math.Max(0, pattern.LastIndexOf("(?", at, StringComparison.Ordinal))..at]}`",
            _ => mistake.Message,
        };
    }
}

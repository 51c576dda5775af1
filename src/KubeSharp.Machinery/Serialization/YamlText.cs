using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeSharp.Machinery.Serialization;

/// <summary>
/// Writes a text of YAML as Go's writer does, by whose output people and scripts know what kubectl prints: plain where nothing would read it as anything else, in apostrophes,
/// as a block of lines, or in double quotes, and going on in the next line at the first single space behind column 80. Source: YAML 1.1; libyaml's emitter.
/// </summary>
internal static partial class YamlText
{
    private const int ColumnsMax = 80;
    private const char Bom = '\ufeff';

    private enum Style { Plain, Single, Literal, Double }

    /// <summary>The text as it is written. Pure.</summary>
    /// <param name="value">The text.</param>
    /// <param name="indent">Where lines begin that continue it.</param>
    /// <param name="column">Where it begins.</param>
    /// <param name="isKey">It names a field, and stands on one line.</param>
    public static string Of(string value, int indent, int column, bool isKey)
    {
        var form = new Form(value);
        var wanted = value.Contains('\n', StringComparison.Ordinal) ? Style.Literal : IsRead(value) ? Style.Plain : Style.Double;
        return form.Allowed(wanted, isKey) switch
        {
            Style.Literal => Literal(value, indent),
            Style.Double => Double(value, indent, isKey ? int.MinValue : column),
            Style.Single => Single(value, indent, isKey ? int.MinValue : column),
            _ => Folded(value, indent, isKey ? int.MinValue : column, 0),
        };
    }

    /// <summary>What of a text decides in which styles it may be written.</summary>
    private readonly struct Form
    {
        private readonly bool _isMultiline, _isPlain, _isSingle, _isBlock;

        public Form(string value)
        {
            var (indicators, special, spaceBreak, breakSpace, isMultiline) = (value.StartsWith("---", StringComparison.Ordinal) || value.StartsWith("...", StringComparison.Ordinal), false, false, false, false);
            var (wasSpace, wasBreak, wasBlank) = (false, false, true);
            for (var i = 0; i < value.Length; i++)
            {
                var (c, isBeforeBlank) = (value[i], i + 1 == value.Length || value[i + 1] is ' ' or '\t');
                indicators |= i == 0 ? c is '#' or ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' || (c is '?' or ':' or '-' && isBeforeBlank)
                    : (c == ':' && isBeforeBlank) || (c == '#' && wasBlank);
                special |= !IsPrintable(c);
                var (isSpace, isBreak) = (c == ' ', IsBreak(c));
                spaceBreak |= isBreak && wasSpace;
                breakSpace |= isSpace && wasBreak;
                isMultiline |= isBreak;
                (wasSpace, wasBreak, wasBlank) = (isSpace, isBreak, isSpace || isBreak || c == '\t');
            }
            var hasEdge = value.Length > 0 && (IsSpaceOrBreak(value[0]) || IsSpaceOrBreak(value[^1]));
            _isMultiline = isMultiline;
            _isSingle = !breakSpace && !spaceBreak && !special;
            _isPlain = _isSingle && !hasEdge && !isMultiline && !indicators;
            // What ends in a line end of another kind would not be read so again.
            _isBlock = value.Length > 0 && value[^1] != ' ' && !spaceBreak && !special && (value[^1] == '\n' || !IsBreak(value[^1]));
        }

        public Style Allowed(Style style, bool isKey)
        {
            if (isKey && _isMultiline) { return Style.Double; }
            if (style == Style.Plain && !_isPlain) { style = Style.Single; }
            return (style == Style.Single && !_isSingle) || (style == Style.Literal && (!_isBlock || isKey)) ? Style.Double : style;
        }
    }

    private static bool IsSpaceOrBreak(char c) => c == ' ' || IsBreak(c);

    private static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    // Compat: halves of what lies beyond the first plane are not, which is the same as that none of it is.
    private static bool IsPrintable(char c) => c is '\n' or (>= ' ' and <= '~') or (>= '\u00a0' and < '\ud800') or (>= '\ue000' and <= '\ufffd' and not Bom);

    /// <summary>Whether a text without quotes is read as a text, and as no number, time or truth value.</summary>
    public static bool IsRead(string value) => !Words().IsMatch(value) && !Numbers(value) && !Sexagesimal().IsMatch(value) && !IsTime(value);

    private static bool Numbers(string value)
    {
        if (value.Length == 0 || !(char.IsAsciiDigit(value[0]) || value[0] is '+' or '-' or '.')) { return false; }
        if (value[0] == '.') { return Decimal().IsMatch(value); }
        var bare = value.Replace("_", "", StringComparison.Ordinal);
        return Integer().IsMatch(bare) || (Decimal().IsMatch(bare) && double.TryParse(bare, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number));
    }

    private static bool IsTime(string value) => Time().Match(value) is { Success: true } match
        && DateTime.TryParseExact($"{match.Groups[1].Value}-{match.Groups[2].Value}-{match.Groups[3].Value}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Literal(string value, int indent)
    {
        var text = new StringBuilder("|");
        if (IsSpaceOrBreak(value[0])) { text.Append('2'); }
        var breaks = value.Reverse().TakeWhile(IsBreak).Count();
        if (breaks == 0) { text.Append('-'); }
        else if (breaks > 1 || value.Length == 1) { text.Append('+'); }
        text.Append('\n');
        var isFirst = true;
        foreach (var c in value)
        {
            if (isFirst && !IsBreak(c)) { text.Append(' ', indent); }
            isFirst = IsBreak(c);
            text.Append(c);
        }
        // What follows a text begins its line by itself.
        if (isFirst) { text.Length--; }
        return text.ToString();
    }

    private static string Single(string value, int indent, int column)
    {
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (i > 0 && IsBreak(value[i - 1]) && !IsBreak(value[i])) { text.Append(' ', indent); }
            text.Append(value[i] == '\'' ? "''" : value[i]);
        }
        return Folded($"'{text}'", indent, column, 1);
    }

    private static string Double(string value, int indent, int column)
    {
        var text = new StringBuilder("\"");
        var isAllEscaped = value.StartsWith(Bom);
        var (at, wasSpace) = (column + 1, false);
        for (var i = 0; i < value.Length; i += char.IsSurrogatePair(value, i) ? 2 : 1)
        {
            var c = value[i];
            if (c == ' ' && !isAllEscaped)
            {
                if (at > ColumnsMax && !wasSpace && i > 0 && i < value.Length - 1)
                {
                    text.Append('\n').Append(' ', indent).Append(value[i + 1] == ' ' ? "\\" : "");
                    at = indent + (value[i + 1] == ' ' ? 1 : 0);
                }
                else
                {
                    text.Append(' ');
                    at++;
                }
                wasSpace = true;
                continue;
            }
            var written = !isAllEscaped && IsPrintable(c) && !IsBreak(c) && c is not ('"' or '\\') ? c.ToString() : Escape(char.IsSurrogatePair(value, i) ? char.ConvertToUtf32(value, i) : c);
            text.Append(written);
            at += written.Length;
            wasSpace = false;
        }
        return text.Append('"').ToString();
    }

    // Characters that have a letter, and those letters.
    private const string Named = "\0\a\b\t\n\v\f\r\u001b\"\\\u0085\u00a0\u2028\u2029", Letters = "0abtnvfre\"\\N_LP";

    private static string Escape(int c) => c <= char.MaxValue && Named.IndexOf((char)c, StringComparison.Ordinal) is >= 0 and var at ? $"\\{Letters[at]}" : c switch
    {
        <= 0xFF => $"\\x{c:X2}",
        <= 0xFFFF => $"\\u{c:X4}",
        _ => $"\\U{c:X8}",
    };

    // Goes on in the next line instead of a single space behind the limit; not at the edges.
    private static string Folded(string written, int indent, int column, int edge)
    {
        if (column < 0 || column + written.Length <= ColumnsMax) { return written; }
        var text = new StringBuilder(written.Length + 16);
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] == ' ' && column > ColumnsMax && i > edge && i < written.Length - 1 - edge && written[i - 1] != ' ' && written[i + 1] != ' ')
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
                continue;
            }
            text.Append(written[i]);
            column = written[i] == '\n' ? 0 : char.IsLowSurrogate(written[i]) ? column : column + 1;
        }
        return text.ToString();
    }

    [GeneratedRegex(@"^(?:|~|null|Null|NULL|y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE|n|N|no|No|NO|off|Off|OFF|false|False|FALSE|[+-]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex Words();

    [GeneratedRegex(@"^(?:[+-]?(?:0|[1-9]\d*|0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+))\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[+-]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][+-]?\d+)?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^[+-]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?\z")]
    private static partial Regex Sexagesimal();

    [GeneratedRegex(@"^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt](?:[01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)| (?:[01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d(?:\.\d+)?)?\z")]
    private static partial Regex Time();
}

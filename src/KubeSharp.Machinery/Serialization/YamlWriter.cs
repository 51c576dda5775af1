using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Serialization;

/// <summary>Writes YAML in the form kubectl's users know: block style, lists at the depth of their field.</summary>
internal static class YamlWriter
{
    public static void Write(StringBuilder text, Node node)
    {
        switch (node)
        {
            case ObjectNode { Count: > 0 } fields: WriteObject(text, fields, 0, false); break;
            case ArrayNode { Count: > 0 } items: WriteArray(text, items, 0); break;
            default: text.Append(Inline(node, 2, 0)).Append('\n'); break;
        }
    }

    private static void WriteObject(StringBuilder text, ObjectNode fields, int indent, bool isInList)
    {
        var first = true;
        foreach (var (name, value) in fields)
        {
            if (!first || !isInList) { text.Append(' ', indent); }
            first = false;
            text.Append(Key(name)).Append(':');
            switch (value)
            {
                case ObjectNode { Count: > 0 } child:
                    text.Append('\n');
                    WriteObject(text, child, indent + 2, false);
                    break;
                case ArrayNode { Count: > 0 } items:
                    text.Append('\n');
                    WriteArray(text, items, indent);
                    break;
                default: text.Append(' ').Append(Inline(value, indent + 2, Column(text))).Append('\n'); break;
            }
        }
    }

    private static void WriteArray(StringBuilder text, ArrayNode items, int indent)
    {
        foreach (var item in items)
        {
            text.Append(' ', indent).Append('-');
            switch (item)
            {
                case ObjectNode { Count: > 0 } fields:
                    text.Append(' ');
                    WriteObject(text, fields, indent + 2, true);
                    break;
                case ArrayNode { Count: > 0 } nested:
                    text.Append(' ');
                    var inner = new StringBuilder();
                    WriteArray(inner, nested, indent + 2);
                    text.Append(inner.ToString().AsSpan(indent + 2));
                    break;
                default: text.Append(' ').Append(Inline(item, indent + 2, Column(text))).Append('\n'); break;
            }
        }
    }

    private static string Inline(Node node, int indent, int column) => node switch
    {
        ObjectNode => "{}",
        ArrayNode => "[]",
        StringNode text => Scalar(text.Value, indent, column),
        _ => node.ToString(),
    };

    private static int Column(StringBuilder text)
    {
        var from = text.Length;
        while (from > 0 && text[from - 1] != '\n') { from--; }
        return text.ToString(from, text.Length - from).EnumerateRunes().Count();
    }

    // A name stands on one line; YamlDotNet does not see the colon behind a word of a name that begins with an asterisk.
    private static string Key(string name) => name.Contains('\n', StringComparison.Ordinal) || name.Contains(" *", StringComparison.Ordinal) ? QuotedText.Of(name, QuotedText.Control) : Scalar(name, 0, int.MinValue);

    private static string Scalar(string value, int indent, int column)
    {
        if (value.Contains('\n', StringComparison.Ordinal) && value.AsSpan().IndexOfAnyInRange('\0', '\u0008') < 0 && !value.StartsWith('\n') && !value.StartsWith(' ') && !value.Contains('\r', StringComparison.Ordinal))
        {
            return Block(value, indent);
        }
        if (value.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0 || value.Contains('\u007f', StringComparison.Ordinal)) { return Folded(QuotedText.Of(value, QuotedText.Control), indent, column, '"'); }
        if (IsPlain(value)) { return Folded(value, indent, column, null); }
        return value.Length > 0 && (YamlScalars.Resolve(value) is not StringNode || IsOfOtherVersions(value)) ? $"\"{value}\"" : value.Length == 0 ? "\"\"" : Folded($"'{value.Replace("'", "''", StringComparison.Ordinal)}'", indent, column, '\'');
    }

    private const int ColumnsMax = 80;

    // Compat: as Go's writer does, a long text goes on in the next line at the first single space behind the limit; in double quotes a space that follows is marked.
    private static string Folded(string scalar, int indent, int column, char? quote)
    {
        if (column < 0 || column + scalar.Length <= ColumnsMax) { return scalar; }
        var text = new StringBuilder(scalar.Length + 16);
        var edge = quote is null ? 0 : 1;
        for (var i = 0; i < scalar.Length; i++)
        {
            var isInside = i > edge && i < scalar.Length - 1 - edge;
            if (scalar[i] == ' ' && column > ColumnsMax && isInside && scalar[i - 1] != ' ' && (quote == '"' || scalar[i + 1] != ' '))
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
                if (scalar[i + 1] == ' ') { text.Append('\\'); column++; }
                continue;
            }
            text.Append(scalar[i]);
            if (!char.IsLowSurrogate(scalar[i])) { column++; }
        }
        return text.ToString();
    }

    private static bool IsPlain(string value) =>
        value.Length > 0 && YamlScalars.Resolve(value) is StringNode
        && value[0] is not ('!' or '&' or '*' or '{' or '}' or '[' or ']' or ',' or '#' or '|' or '>' or '@' or '`' or '"' or '\'' or '%' or ' ' or '=')
        && !(value[0] is '-' or '?' or ':' && (value.Length == 1 || value[1] == ' '))
        && value is not ("---" or "..." or "<<") && !IsOfOtherVersions(value)
        && value[^1] is not (' ' or ':') && !value.Contains(": ", StringComparison.Ordinal) && !value.Contains(" #", StringComparison.Ordinal);

    // Words that other readers of YAML take for truth values or times.
    private static bool IsOfOtherVersions(string value) => value is "y" or "Y" or "n" or "N"
        || DateTime.TryParseExact(value, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Block(string value, int indent)
    {
        var body = value.TrimEnd('\n');
        var trailing = value.Length - body.Length;
        var text = new StringBuilder(trailing switch { 0 => "|-", 1 => "|", _ => "|+" });
        var pad = new string(' ', indent);
        foreach (var line in (trailing > 1 ? value[..^1] : body).Split('\n')) { text.Append('\n').Append(line.Length == 0 ? "" : pad).Append(line); }
        return text.ToString();
    }
}

using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Printing;

/// <summary>JSON as kubectl prints it: fields in order of their names unless said otherwise, angle brackets and ampersands escaped.</summary>
internal static class JsonText
{
    /// <summary>With line ends and an indent of so many spaces; 0: on one line.</summary>
    public static string Of(Node node, int indent = 4, bool isSorted = true)
    {
        var text = new StringBuilder();
        Write(text, node, indent, 0, isSorted);
        return text.ToString();
    }

    /// <summary>A text in quotes.</summary>
    public static string Quote(string value) => QuotedText.Of(value, static c => c switch
    {
        '\b' => "\\b",
        '\f' => "\\f",
        < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => $"\\u{(int)c:x4}",
        _ => null,
    });

    /// <summary>A number as Go's JSON writes it.</summary>
    public static string Number(NumberNode number)
    {
        if (number.IsInteger) { return number.Integer.ToString(CultureInfo.InvariantCulture); }
        var magnitude = Math.Abs(number.Double);
        var text = number.Double.ToString("R", CultureInfo.InvariantCulture);
        return magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21) ? text.Replace("E-0", "e-", StringComparison.Ordinal).Replace("E", "e", StringComparison.Ordinal)
            : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain) ? plain.ToString(CultureInfo.InvariantCulture) : text;
    }

    private static void Write(StringBuilder text, Node node, int indent, int depth, bool isSorted)
    {
        switch (node)
        {
            case ObjectNode { Count: > 0 } fields:
                IEnumerable<KeyValuePair<string, Node>> ordered = isSorted ? fields.OrderBy(static f => f.Key, StringComparer.Ordinal) : fields;
                WriteAll(text, '{', ordered, '}', indent, depth, (f, d) =>
                {
                    text.Append(Quote(f.Key)).Append(indent > 0 ? ": " : ":");
                    Write(text, f.Value, indent, d, isSorted);
                });
                break;
            case ArrayNode { Count: > 0 } items: WriteAll(text, '[', items, ']', indent, depth, (i, d) => Write(text, i, indent, d, isSorted)); break;
            case ObjectNode: text.Append("{}"); break;
            case ArrayNode: text.Append("[]"); break;
            case StringNode s: text.Append(Quote(s.Value)); break;
            case NumberNode n: text.Append(Number(n)); break;
            default: text.Append(node); break;
        }
    }

    private static void WriteAll<T>(StringBuilder text, char open, IEnumerable<T> items, char close, int indent, int depth, Action<T, int> write)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) { text.Append(','); }
            isFirst = false;
            if (indent > 0) { text.Append('\n').Append(' ', indent * (depth + 1)); }
            write(item, depth + 1);
        }
        if (indent > 0) { text.Append('\n').Append(' ', indent * depth); }
        text.Append(close);
    }
}

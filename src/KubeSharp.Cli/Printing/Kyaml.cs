using System.Text;
using System.Text.RegularExpressions;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Printing;

/// <summary>KYAML: YAML in braces, texts always in quotes, so that nothing depends on indentation or guessing. Source: KEP-5295.</summary>
internal static partial class Kyaml
{
    private static readonly HashSet<string> _ambiguous = new(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The document with its beginning mark.</summary>
    public static string Of(Node node)
    {
        var text = new StringBuilder("---\n");
        Write(text, node, 0);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, Node node, int indent)
    {
        switch (node)
        {
            case ObjectNode { Count: > 0 } fields:
                text.Append("{\n");
                foreach (var (name, value) in fields.OrderBy(static f => f.Key, StringComparer.Ordinal))
                {
                    text.Append(' ', indent + 2).Append(Key(name)).Append(": ");
                    Write(text, value, indent + 2);
                    text.Append(",\n");
                }
                text.Append(' ', indent).Append('}');
                break;
            case ObjectNode: text.Append("{}"); break;
            case ArrayNode { Count: 0 }: text.Append("[]"); break;
            case ArrayNode items: WriteItems(text, items, indent); break;
            case StringNode value: text.Append(Text(value.Value, indent)); break;
            case NumberNode number: text.Append(JsonText.Number(number)); break;
            default: text.Append(node); break;
        }
    }

    private static void WriteItems(StringBuilder text, ArrayNode items, int indent)
    {
        var isCuddled = items.All(static i => i is ObjectNode or ArrayNode);
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            if (!isCuddled) { text.Append('\n').Append(' ', indent + 2); }
            else if (i > 0) { text.Append(", "); }
            Write(text, items[i], isCuddled ? indent : indent + 2);
            if (!isCuddled) { text.Append(','); }
        }
        if (!isCuddled) { text.Append('\n').Append(' ', indent); }
        text.Append(']');
    }

    private static string Key(string name) => Plain().IsMatch(name) && !_ambiguous.Contains(name) ? name : JsonText.Quote(name);

    private static string Text(string value, int indent)
    {
        if (!value.TrimEnd('\n').Contains('\n', StringComparison.Ordinal)) { return Escaped(value); }
        var text = new StringBuilder("\"\\\n");
        var lines = value.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i == lines.Length - 1 && lines[i].Length == 0) { break; }
            var line = Escaped(lines[i])[1..^1];
            text.Append(' ', indent + 2).Append(line.StartsWith(' ') ? "\\" : " ").Append(line).Append(i < lines.Length - 1 ? "\\n\\\n" : "\\\n");
        }
        return text.Append(' ', indent + 2).Append('"').ToString();
    }

    private static string Escaped(string value) => JsonText.Quote(value).Replace("\\u003c", "<", StringComparison.Ordinal).Replace("\\u003e", ">", StringComparison.Ordinal).Replace("\\u0026", "&", StringComparison.Ordinal);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_/.-]*$")]
    private static partial Regex Plain();
}

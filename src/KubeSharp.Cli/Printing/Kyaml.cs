using System.Text;
using System.Text.RegularExpressions;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Printing;

/// <summary>KYAML: YAML in braces, texts always in quotes, so that nothing depends on indentation or guessing. Source: KEP-5295.</summary>
internal static partial class Kyaml
{
    private static readonly HashSet<string> _ambiguous = new(["y", "n", "yes", "no", "on", "off", "true", "false", "t", "f", "null", "inf", "infinity", "nan"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The document with its beginning mark; fields by their names, or in the order they have.</summary>
    public static string Of(Node node, bool isSorted = true)
    {
        var text = new StringBuilder("---\n");
        Write(text, node, 0, isSorted);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, Node node, int indent, bool isSorted)
    {
        switch (node)
        {
            case ObjectNode { Count: > 0 } fields:
                text.Append("{\n");
                foreach (var (name, value) in isSorted ? fields.OrderBy(static f => f.Key, StringComparer.Ordinal) : (IEnumerable<KeyValuePair<string, Node>>)fields)
                {
                    text.Append(' ', indent + 2).Append(Key(name)).Append(": ");
                    Write(text, value, indent + 2, isSorted);
                    text.Append(",\n");
                }
                text.Append(' ', indent).Append('}');
                break;
            case ObjectNode: text.Append("{}"); break;
            case ArrayNode { Count: 0 }: text.Append("[]"); break;
            case ArrayNode items: WriteItems(text, items, indent, isSorted); break;
            case StringNode value: text.Append(Quoted(value.Value, indent)); break;
            case NumberNode number: text.Append(JsonText.Number(number)); break;
            default: text.Append(node); break;
        }
    }

    private static void WriteItems(StringBuilder text, ArrayNode items, int indent, bool isSorted)
    {
        var isCuddled = items.All(static i => i is ObjectNode or ArrayNode);
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            if (!isCuddled) { text.Append('\n').Append(' ', indent + 2); }
            else if (i > 0) { text.Append(", "); }
            Write(text, items[i], isCuddled ? indent : indent + 2, isSorted);
            if (!isCuddled) { text.Append(','); }
        }
        if (!isCuddled) { text.Append('\n').Append(' ', indent); }
        text.Append(']');
    }

    // Compat: letters and digits of any script, and signs inside, where nobody takes it for anything else.
    private static string Key(string name) => Plain().IsMatch(name) && Yaml.IsRead(name) && !_ambiguous.Contains(name) ? name : Quoted(name, -1);

    // A text of several lines has one line for each, which ends where it says so; the spaces that a line begins with are marked.
    private static string Quoted(string value, int indent)
    {
        var isFolded = indent >= 0 && value.Contains('\n', StringComparison.Ordinal);
        var text = new StringBuilder(isFolded ? "\"\\\n" : "\"");
        foreach (var rune in value.EnumerateRunes())
        {
            if (text[^1] == '\n') { text.Append(' ', indent + 2).Append(Rune.IsWhiteSpace(rune) && rune.Value != '\n' ? '\\' : ' '); }
            text.Append(rune.Value switch
            {
                '\n' => isFolded ? "\\n\\\n" : "\\n",
                '\t' when indent >= 0 => "\t",
                _ => QuotedText.IsPrintable(rune) && rune.Value is not ('"' or '\\') ? rune.ToString() : Escape(rune),
            });
        }
        if (isFolded) { text.Append(text[^1] == '\n' ? "" : "\\\n").Append(' ', indent + 2); }
        return text.Append('"').ToString();
    }

    // What YAML has a letter for beyond Go.
    private const string Named = "\0\u001b\u0085\u00a0\u2028\u2029", Letters = "0eN_LP";

    private static string Escape(Rune rune) => rune.IsBmp && Named.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var at ? $"\\{Letters[at]}" : QuotedText.GoEscape(rune);

    [GeneratedRegex(@"^[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?\z")]
    private static partial Regex Plain();
}

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
            text.Append(YamlText.Of(name, 0, 0, isKey: true)).Append(':');
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
        StringNode text => YamlText.Of(text.Value, indent, column, isKey: false),
        _ => node.ToString(),
    };

    private static int Column(StringBuilder text)
    {
        var from = text.Length;
        while (from > 0 && text[from - 1] != '\n') { from--; }
        return text.ToString(from, text.Length - from).EnumerateRunes().Count();
    }
}

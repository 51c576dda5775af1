using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>Any object: its metadata and all its fields in words.</summary>
internal static class GenericDescriber
{
    private static readonly HashSet<string> _left = new(["name", "namespace", "labels", "annotations", "managedFields"], StringComparer.Ordinal);

    /// <summary>Describes an object of any kind.</summary>
    public static async Task DescribeAsync(DescribeContext context)
    {
        context.Sheet.Metadata(context.Object);
        Fields(context.Sheet, 0, context.Object, "");
        await context.EventsAsync();
    }

    private static void Fields(Sheet sheet, int level, ObjectNode fields, string path)
    {
        foreach (var (name, value) in fields.OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            if (path == "metadata" && _left.Contains(name)) { continue; }
            Field(sheet, level, Words(name), value, path.Length == 0 ? name : $"{path}.{name}");
        }
    }

    private static void Field(Sheet sheet, int level, string title, Node value, string path)
    {
        switch (value)
        {
            case ObjectNode { Count: > 0 } inner:
                sheet.Line(level, $"{title}:");
                Fields(sheet, level + 1, inner, path);
                break;
            case ArrayNode { Count: > 0 } items:
                sheet.Line(level, $"{title}:");
                foreach (var item in items)
                {
                    if (item is ObjectNode one) { Fields(sheet, level + 1, one, path); }
                    else { sheet.Line(level + 1, item is NullNode ? "<nil>" : item.Text()); }
                }
                break;
            case ObjectNode or ArrayNode: sheet.Line(level, $"{title}:"); break;
            case NullNode: sheet.Line(level, $"{title}:\t<nil>"); break;
            default: sheet.Line(level, $"{title}:\t{value.Text()}"); break;
        }
    }

    private static readonly HashSet<string> _acronyms = new(["API", "URL", "UID", "OSB", "GUID"], StringComparer.OrdinalIgnoreCase);

    /// <summary>podIP and x-y become "Pod IP" and "X - Y", apiVersion and uid "API Version" and "UID".</summary>
    private static string Words(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var startsWord = i > 0 && char.IsUpper(c) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]) && char.IsUpper(name[i - 1])));
            if (i > 0 && (startsWord || char.IsDigit(c) != char.IsDigit(name[i - 1])) && c is not ('-' or '/' or '.')) { text.Append(' '); }
            text.Append(i == 0 ? char.ToUpperInvariant(c) : c);
        }
        return string.Join(' ', text.ToString().Split(' ').Select(static w => _acronyms.Contains(w) ? w.ToUpperInvariant() : w));
    }
}

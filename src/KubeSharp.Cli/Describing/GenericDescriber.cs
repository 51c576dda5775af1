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

    private static readonly HashSet<string> _acronyms = new(["API", "URL", "UID", "GUID"], StringComparer.OrdinalIgnoreCase);

    /// <summary>podIP and x-y become "Pod IP" and "X - Y", apiVersion and uid "API Version" and "UID"; what has other signs stays.</summary>
    private static string Words(string name)
    {
        if (name.Any(static c => !char.IsLetter(c) && c != '-')) { return name; }
        var words = new List<string>();
        for (var i = 0; i < name.Length; i++)
        {
            var starts = i == 0 || Class(name[i]) != Class(name[i - 1]) && !(char.IsLower(name[i]) && char.IsUpper(name[i - 1])) || char.IsUpper(name[i]) && i + 1 < name.Length && char.IsLower(name[i + 1]) && char.IsUpper(name[i - 1]);
            if (starts) { words.Add(""); }
            words[^1] += name[i];
        }
        // Compat: letters that are all large join the word behind them (skipTLSVerify: "Skip TLSVerify").
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (words[i].Length < 2 || !words[i].All(char.IsUpper) || !char.IsUpper(words[i + 1][0])) { continue; }
            words[i] += words[i + 1];
            words.RemoveAt(i + 1);
        }
        return string.Join(' ', words.Select(static w => _acronyms.Contains(w) ? w.ToUpperInvariant() : w.Any(char.IsUpper) ? w : char.ToUpperInvariant(w[0]) + w[1..]));
    }

    private static int Class(char c) => char.IsLower(c) ? 1 : char.IsUpper(c) ? 2 : 3;
}

using System.Globalization;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Cli.Describing;

/// <summary>Pieces that the descriptions of several kinds share.</summary>
internal static class DescribeParts
{
    /// <summary>What stands for nothing.</summary>
    public const string None = "<none>";

    /// <summary>The items of a list; none where it is missing.</summary>
    public static IEnumerable<Node> Items(this Node? node, params ReadOnlySpan<string> path) => node?.At(path) as ArrayNode ?? ArrayNode.Empty;

    /// <summary>The text or number of a field; empty where it is missing.</summary>
    public static string Text(this Node? node, params ReadOnlySpan<string> path) => node?.At(path) is { } value ? Templates.JsonPathTemplate.Text(value) : "";

    /// <summary>The text of a field, or what stands for nothing.</summary>
    public static string TextOr(this Node? node, string otherwise, params ReadOnlySpan<string> path) => node.Text(path) is { Length: > 0 } text ? text : otherwise;

    /// <summary>The number of a field; 0 where it is missing.</summary>
    public static long Number(this Node? node, params ReadOnlySpan<string> path) => node?.At(path) is NumberNode number ? number.Integer : 0;

    /// <summary>Name: a=b, one pair a line; before each pair the lead.</summary>
    public static void Map(this Sheet sheet, int level, string title, Node? map, string separator = "=", string lead = "")
    {
        if (map is not ObjectNode { Count: > 0 } fields) { sheet.Line(level, $"{title}:\t{None}"); return; }
        var isFirst = true;
        foreach (var (key, value) in fields.OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            sheet.Line(isFirst ? level : 0, $"{(isFirst ? $"{title}:" : "")}\t{lead}{key}{separator}{Templates.JsonPathTemplate.Text(value)}");
            isFirst = false;
        }
    }

    /// <summary>Annotations: long ones on a line of their own; what was applied last is left out.</summary>
    public static void Annotations(this Sheet sheet, Node? content, int level = 0, string lead = "")
    {
        var all = (content?.At("metadata", "annotations") as ObjectNode ?? ObjectNode.Empty).Where(static a => a.Key != "kubectl.kubernetes.io/last-applied-configuration").OrderBy(static a => a.Key, StringComparer.Ordinal).ToArray();
        if (all.Length == 0) { sheet.Line(level, $"Annotations:\t{None}"); return; }
        for (var i = 0; i < all.Length; i++)
        {
            var text = (all[i].Value as StringNode)?.Value ?? "";
            if (text.EndsWith('\n')) { text = text[..^1]; }
            var title = i == 0 ? "Annotations:" : "";
            var isLong = text.Length + all[i].Key.Length + 2 > 140 || text.Contains('\n', StringComparison.Ordinal);
            sheet.Line(level, $"{title}\t{lead}{all[i].Key}:{(isLong ? "" : $" {text}")}");
            if (!isLong) { continue; }
            foreach (var line in text.Split('\n')) { sheet.Line(level, $"\t{lead}  {(line.Length > 138 ? line[..138] + "..." : line)}"); }
        }
    }

    /// <summary>Name, namespace, labels, annotations.</summary>
    public static void Metadata(this Sheet sheet, Node content, bool withNamespace = true)
    {
        sheet.Field(0, "Name", content.Text("metadata", "name"));
        if (withNamespace) { sheet.Field(0, "Namespace", content.Text("metadata", "namespace")); }
        sheet.Map(0, "Labels", content.At("metadata", "labels"));
        sheet.Annotations(content);
    }

    /// <summary>A time as Go's RFC1123Z; Go's zero where there is none.</summary>
    public static string Time(string timestamp) => DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture) : "Mon, 01 Jan 0001 00:00:00 +0000";

    /// <summary>Terminating (lasts 3m).</summary>
    public static string Terminating(Node content, DateTimeOffset now) => $"Terminating (lasts {Ages.Since(content.Text("metadata", "deletionTimestamp"), now)})";

    /// <summary>The events of an object.</summary>
    public static void Events(this Sheet sheet, IReadOnlyList<Node> events, DateTimeOffset now)
    {
        if (events.Count == 0) { sheet.Line(0, $"Events:\t{None}"); return; }
        sheet.Line(0, "Events:").Line(1, "Type\tReason\tAge\tFrom\tMessage").Line(1, "----\t------\t----\t----\t-------");
        foreach (var e in events.OrderBy(static e => e.Text("lastTimestamp"), StringComparer.Ordinal))
        {
            sheet.Line(1, $"{e.Text("type")}\t{e.Text("reason")}\t{EventAge(e, now)}\t{e.TextOr(e.Text("reportingComponent"), "source", "component")}\t{(e.Text("involvedObject", "fieldPath") is { Length: > 0 } part ? $"{part}: " : "")}{e.Text("message").Trim()}");
        }
    }

    /// <summary>When an event was seen last.</summary>
    public static string LastSeen(Node e) => e.Text("series", "lastObservedTime") is { Length: > 0 } series ? series : e.Text("lastTimestamp") is { Length: > 0 } last ? last : e.TextOr(e.Text("metadata", "creationTimestamp"), "eventTime");

    /// <summary>2m (x3 over 5m), or how long ago it was.</summary>
    public static string EventAge(Node e, DateTimeOffset now)
    {
        var first = Ages.Since(e.TextOr(e.Text("firstTimestamp"), "eventTime"), now);
        if (e.At("series") is { } series) { return $"{Ages.Since(series.Text("lastObservedTime"), now)} (x{series.Number("count")} over {first})"; }
        return e.Number("count") > 1 ? $"{Ages.Since(e.Text("lastTimestamp"), now)} (x{e.Number("count")} over {first})" : first;
    }

    /// <summary>The object that controls this one: Kind/name; empty: none.</summary>
    public static string Controller(Node content) => content.Items("metadata", "ownerReferences").FirstOrDefault(static o => o.At("controller") is BooleanNode { Value: true }) is { } owner ? $"{owner.Text("kind")}/{owner.Text("name")}" : "";

    /// <summary>A label selector as text; empty where it takes everything.</summary>
    public static string Requirements(Node? selector) => Labels.SelectorOf(ObjectNode.Of(("spec", ObjectNode.Of(("selector", selector))))) ?? "";

    /// <summary>A label selector as text, or what stands for nothing.</summary>
    public static string Selector(Node? selector) => Requirements(selector) is { Length: > 0 } text ? text : None;

    /// <summary>The sum of a resource over lists of quantities.</summary>
    public static Quantity Sum(IEnumerable<string> amounts) => amounts.Where(static a => a.Length > 0).Aggregate(Quantity.Zero, static (sum, a) => sum + Quantity.Parse(a));
}

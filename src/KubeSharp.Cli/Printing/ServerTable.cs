using System.Globalization;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Printing;

/// <summary>Prints the tables that the server makes: columns of the wanted width, label columns, namespaces, kinds before the names.</summary>
internal sealed class ServerTable(FlagValues flags)
{
    private readonly TextTable _text = new();
    private IReadOnlyList<int> _columns = [];
    private Node _definitions = ArrayNode.Empty;
    private bool _hasHeader;

    /// <summary>Whether anything was printed.</summary>
    public bool HasRows { get; private set; }

    /// <summary>Adds the rows of a table.</summary>
    /// <param name="table">A meta.k8s.io Table.</param>
    /// <param name="kind">Put before each name with a slash; empty: nothing.</param>
    /// <param name="withNamespace">Show a column of namespaces.</param>
    /// <param name="eventType">Show this as the first column; null: none.</param>
    public void Add(Node table, string kind, bool withNamespace, string? eventType = null)
    {
        if (table.At("columnDefinitions") is ArrayNode { Count: > 0 } definitions && !definitions.Equals(_definitions))
        {
            _definitions = definitions;
            var isWide = flags.Text("output") == "wide";
            _columns = [.. Enumerable.Range(0, definitions.Count).Where(i => isWide || definitions[i].At("priority") is not NumberNode { Integer: > 0 })];
            _hasHeader = false;
        }
        if (!_hasHeader && !flags.Bool("no-headers")) { _text.Add(Header(withNamespace, eventType is not null)); }
        _hasHeader = true;
        foreach (var row in table.At("rows") as ArrayNode ?? ArrayNode.Empty)
        {
            HasRows = true;
            _text.Add(Row(row, kind, withNamespace, eventType));
        }
    }

    /// <summary>Writes what was added.</summary>
    public void Flush(TextWriter to) => _text.Flush(to);

    /// <summary>A table of names and ages, for servers that make none.</summary>
    public static ObjectNode Plain(IEnumerable<ObjectNode> items, DateTimeOffset now) => ObjectNode.Of(
        ("columnDefinitions", ArrayNode.Of(ObjectNode.Of(("name", "Name"), ("format", "name")), ObjectNode.Of(("name", "Age")))),
        ("rows", new ArrayNode([.. items.Select(i => (Node)ObjectNode.Of(
            ("cells", ArrayNode.Of(i.TextAt("metadata", "name") ?? "", Ages.Since(i.TextAt("metadata", "creationTimestamp"), now))), ("object", i)))])));

    /// <summary>A table with its rows in the order of a path's values.</summary>
    /// <exception cref="CliException">The path is malformed, or nothing has it.</exception>
    public static IReadOnlyList<Node> Sorted(IReadOnlyList<Node> objects, string path, Func<Node, Node> objectOf)
    {
        JsonPathTemplate template;
        try { template = JsonPathTemplate.Relaxed(path); }
        catch (TemplateException e) { throw new CliException(e.Message); }
        var keyed = objects.Select(o => (o, Key: template.Find(objectOf(o)).FirstOrDefault())).ToArray();
        if (keyed.Length > 0 && keyed.All(static k => k.Key is null)) { throw new CliException($"couldn't find any field with path \"{JsonPathTemplate.Braced(path)}\" in the list of objects"); }
        return SortOrder.Sorted(keyed, JsonPathTemplate.Braced(path), objects.Any(static o => o.At("cells") is not null) ? "[][][]reflect.Value" : "*unstructured.Unstructured");
    }

    private List<string> Header(bool withNamespace, bool withEvent)
    {
        var cells = new List<string>();
        if (withEvent) { cells.Add("EVENT"); }
        if (withNamespace) { cells.Add("NAMESPACE"); }
        cells.AddRange(_columns.Select(i => (((ArrayNode)_definitions)[i].TextAt("name") ?? "").ToUpperInvariant()));
        cells.AddRange(LabelColumns().Select(static l => l[(l.LastIndexOf('/') + 1)..].ToUpperInvariant()));
        if (flags.Bool("show-labels")) { cells.Add("LABELS"); }
        return cells;
    }

    private List<string> Row(Node row, string kind, bool withNamespace, string? eventType)
    {
        var cells = new List<string>();
        var metadata = row.At("object", "metadata");
        if (eventType is not null) { cells.Add(eventType); }
        if (withNamespace) { cells.Add(metadata?.TextAt("namespace") ?? ""); }
        var values = row.At("cells") as ArrayNode ?? ArrayNode.Empty;
        foreach (var column in _columns)
        {
            var text = column < values.Count ? Cell(values[column]) : "";
            var isName = ((ArrayNode)_definitions)[column].TextAt("format") == "name" || (column == 0 && ((ArrayNode)_definitions)[0].TextAt("name") == "Name");
            cells.Add(kind.Length > 0 && isName ? $"{kind}/{text}" : text);
        }
        var labels = metadata?.At("labels") as ObjectNode ?? ObjectNode.Empty;
        cells.AddRange(LabelColumns().Select(l => labels.TextAt(l) ?? ""));
        if (flags.Bool("show-labels")) { cells.Add(Labels(labels)); }
        return cells;
    }

    private IReadOnlyList<string> LabelColumns() => flags.List("label-columns");

    /// <summary>a=b,c=d, or &lt;none&gt;.</summary>
    public static string Labels(ObjectNode? labels) =>
        labels is null or { Count: 0 } ? "<none>" : string.Join(',', labels.OrderBy(static l => l.Key, StringComparer.Ordinal).Select(static l => $"{l.Key}={(l.Value as StringNode)?.Value}"));

    private static string Cell(Node cell) => cell switch
    {
        StringNode text => text.Value,
        NullNode => "",
        NumberNode { IsInteger: true } number => number.Integer.ToString(CultureInfo.InvariantCulture),
        _ => GoFormat.Value(cell),
    };
}

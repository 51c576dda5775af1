using System.Globalization;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Printing;

/// <summary>The columns a user defines: HEADER:path,…</summary>
internal static class CustomColumns
{
    private const string MissingLine = "invalid template, missing {0} line. Expected format is one line of space separated headers, one line of space separated column specs.";

    /// <summary>Reads NAME:.metadata.name,X:.spec.x.</summary>
    /// <exception cref="CliException">A part is no column.</exception>
    public static IReadOnlyList<(string Header, string Path)> Parse(string spec)
    {
        var columns = new List<(string, string)>();
        foreach (var part in spec.Split(','))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) { throw new CliException($"unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>"); }
            columns.Add((part[..colon], PathOf(part[(colon + 1)..])));
        }
        return columns;
    }

    /// <summary>Reads a file: headers on the first line, paths on the second.</summary>
    /// <exception cref="CliException">There are not as many paths as headers.</exception>
    public static IReadOnlyList<(string Header, string Path)> ParseFile(string text)
    {
        var lines = text.Split('\n');
        if (text.Length == 0) { throw new CliException(string.Format(CultureInfo.InvariantCulture, MissingLine, "header")); }
        if (lines.Length < 2 || (lines.Length == 2 && lines[1].Length == 0)) { throw new CliException(string.Format(CultureInfo.InvariantCulture, MissingLine, "spec")); }
        var headers = lines[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var paths = lines[1].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (headers.Length == 0 || headers.Length != paths.Length) { throw new CliException($"number of headers ({headers.Length}) and field specifications ({paths.Length}) don't match"); }
        return [.. headers.Zip(paths, static (h, p) => (h, PathOf(p)))];
    }

    /// <summary>Prints objects in these columns, lists row by row.</summary>
    public static ObjectPrinter Printer(IReadOnlyList<(string Header, string Path)> columns, bool noHeaders)
    {
        var table = new TextTable();
        if (!noHeaders) { table.Add([.. columns.Select(static c => c.Header)]); }
        JsonPathTemplate[]? paths = null;
        return ObjectPrinter.FromAction((node, to) =>
        {
            // Compat: the headers are told before a path is found to be wrong.
            try { paths ??= [.. columns.Select(static c => new JsonPathTemplate(c.Path, allowsMissing: true))]; }
            catch (TemplateException e)
            {
                table.Flush(to);
                throw new CliException(e.Message);
            }
            foreach (var item in node.TextAt("kind")?.EndsWith("List", StringComparison.Ordinal) == true && node.At("items") is ArrayNode items ? items : ArrayNode.Of(node))
            {
                table.Add([.. paths.Select(p => Cell(p, item))]);
            }
            table.Flush(to);
        });
    }

    private static string Cell(JsonPathTemplate path, Node item)
    {
        try
        {
            var found = path.Find(item);
            return found.Count == 0 ? "<none>" : string.Join(',', found.Select(static n => n is NullNode ? "<nil>" : GoFormat.Value(n)));
        }
        catch (TemplateException) { return "<none>"; }
    }

    private static string PathOf(string expression)
    {
        try { return JsonPathTemplate.Braced(expression); }
        catch (TemplateException e) { throw new CliException(e.Message); }
    }
}

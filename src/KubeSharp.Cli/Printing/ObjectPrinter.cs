using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Printing;

/// <summary>Prints whole objects in a format that -o names: json, yaml, kyaml, name, jsonpath, go-template, custom-columns.</summary>
internal sealed class ObjectPrinter
{
    private const string Formats = "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml";
    private readonly Action<Node, TextWriter> _print;

    private ObjectPrinter(Action<Node, TextWriter> print) => _print = print;

    /// <summary>Whether the format wants lists as one object (templates see .items) rather than object by object.</summary>
    public bool TakesLists { get; private init; } = true;

    /// <summary>A printer that does this.</summary>
    public static ObjectPrinter FromAction(Action<Node, TextWriter> print) => new(print);

    /// <summary>Prints an object, or a List of them.</summary>
    public void Print(Node node, TextWriter to) => _print(node, to);

    /// <summary>Whether a table is asked for rather than objects in a format.</summary>
    public static bool PrintsTables(FlagValues flags, bool hasTables) =>
        flags.Text("output") is var output && (output.Length == 0 ? flags.IsSet("output") || flags.Text("template").Length == 0 : hasTables && output == "wide");

    /// <summary>The printer of a format; null where it is a table (empty, wide).</summary>
    /// <exception cref="CliException">There is no such format, or its template is malformed.</exception>
    public static ObjectPrinter? Of(FlagValues flags, bool hasTables = false, bool isSorted = true)
    {
        if (PrintsTables(flags, hasTables)) { return null; }
        var output = flags.Text("output");
        if (!flags.IsSet("output") && flags.Text("template").Length > 0) { output = "go-template"; }
        if (output.ToLowerInvariant() is "json" or "yaml" or "kyaml" or "name") { output = output.ToLowerInvariant(); }
        var managed = flags.Bool("show-managed-fields");
        var allowsMissing = !flags.Has("allow-missing-template-keys") || flags.Bool("allow-missing-template-keys");
        var (format, argument) = Split(output, flags);
        var documents = 0;
        try
        {
            // Compat: what stands behind the format is none of it where --template says it, too.
            var isWhole = output.Contains('=', StringComparison.Ordinal) && (format is "json" or "yaml" or "kyaml" or "name" || flags.Text("template").Length > 0);
            return (isWhole ? output : format) switch
            {
                { Length: > 0 } off when off == flags.FormatOff => throw Unmatched(output, flags, hasTables),
                "json" => new((n, to) => to.Write(JsonText.Of(Shown(n, managed), isSorted: isSorted) + "\n")),
                "yaml" => new((n, to) => to.Write((documents++ > 0 ? "---\n" : "") + Yaml.Write(FieldOrder.Sorted(Shown(n, managed))))),
                "kyaml" => new((n, to) => to.Write(Kyaml.Of(Shown(n, managed), isSorted))),
                "name" => new((n, to) => to.Write(NameOf(n) + "\n")) { TakesLists = false },
                "jsonpath" => JsonPath(argument, allowsMissing),
                "jsonpath-file" => JsonPath(ReadFile(argument), allowsMissing),
                "jsonpath-as-json" => JsonPath(argument, allowsMissing, isJson: true),
                "go-template" or "template" => Template(argument, allowsMissing),
                "go-template-file" or "templatefile" => Template(ReadFile(argument), allowsMissing),
                "custom-columns" when hasTables => CustomColumns.Printer(CustomColumns.Parse(argument), flags.Bool("no-headers")),
                "custom-columns-file" when hasTables => CustomColumns.Printer(CustomColumns.ParseFile(ReadFile(argument, "template")), flags.Bool("no-headers")),
                _ => throw Unmatched(output, flags, hasTables),
            };
        }
        catch (TemplateException e) { throw new CliException($"error parsing {(format.Contains("template", StringComparison.Ordinal) ? "template" : "jsonpath")} {argument}, {e.Message}"); }
    }

    private static CliException Unmatched(string output, FlagValues flags, bool hasTables) =>
        Unmatched(output, hasTables ? $"custom-columns,custom-columns-file,{Formats[..^4]}wide,yaml" : Formats, flags);

    /// <summary>What is said of a format that is none of those allowed.</summary>
    public static CliException Unmatched(string output, string allowed, FlagValues flags) =>
        new($"unable to match a printer suitable for the output format \"{output}\", allowed formats are: {(flags.FormatOff.Length > 0 ? allowed.Replace(flags.FormatOff + ",", "", StringComparison.Ordinal) : allowed)}");

    /// <summary>pod/web, deployment.apps/web.</summary>
    public static string NameOf(Node node)
    {
        var kind = (node.TextAt("kind") ?? "").ToLowerInvariant();
        // An event of a watch is called as the object it is about.
        if (kind.Length == 0 && node.At("object") is ObjectNode about) { return NameOf(about); }
        var apiVersion = node.TextAt("apiVersion") ?? "";
        var group = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/')[0] : "";
        var name = node.TextAt("metadata", "name") is { Length: > 0 } given ? given : "<unknown>";
        return kind.Length == 0 ? $"<unknown>/{name}" : group.Length > 0 ? $"{kind}.{group}/{name}" : $"{kind}/{name}";
    }

    /// <summary>The object without its managed fields, unless they are wanted.</summary>
    public static Node Shown(Node node, bool withManagedFields)
    {
        if (withManagedFields) { return node; }
        if (node.At("items") is ArrayNode items) { return ((ObjectNode)node).Set("items", new ArrayNode([.. items.Select(i => Shown(i, false))])); }
        return node.At("metadata", "managedFields") is null ? node : node.With(["metadata", "managedFields"], null);
    }

    private static (string Format, string Argument) Split(string output, FlagValues flags)
    {
        var equals = output.IndexOf('=', StringComparison.Ordinal);
        var format = equals < 0 ? output : output[..equals];
        var argument = equals < 0 ? flags.Text("template") : output[(equals + 1)..];
        if (argument.Length == 0 && format is "jsonpath" or "jsonpath-file" or "jsonpath-as-json" or "go-template" or "template" or "go-template-file" or "templatefile")
        {
            throw new CliException("template format specified but no template given");
        }
        if (argument.Length == 0 && format is "custom-columns" or "custom-columns-file") { throw new CliException("custom-columns format specified but no custom columns given"); }
        return (format, argument);
    }

    private static string ReadFile(string path, string what = "--template")
    {
        try { return File.ReadAllText(path); }
        catch (IOException) { throw new CliException($"error reading {what} {path}, open {path}: no such file or directory"); }
    }

    private static ObjectPrinter JsonPath(string template, bool allowsMissing, bool isJson = false)
    {
        var compiled = new JsonPathTemplate(template, allowsMissing);
        return new((n, to) =>
        {
            try { to.Write(isJson ? compiled.PrintJson(n) : compiled.Print(n)); }
            catch (TemplateException e) { throw new CliException($"error executing jsonpath {QuotedText.Go(template)}: Error executing template: {e.Message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t{template}\n\tobject given to jsonpath engine was:\n\t\t{GoFormat.Syntax(n)}\n\n\n"); }
        });
    }

    private static ObjectPrinter Template(string template, bool allowsMissing)
    {
        var compiled = new GoTemplate(template, allowsMissing);
        return new((n, to) =>
        {
            try { to.Write(compiled.Print(n)); }
            catch (TemplateException e)
            {
                var failure = $"template: output:{e.Place ?? "1:2"}: executing {QuotedText.Go(e.Template)} at <{(e.Shown.Length > 0 ? e.Shown : template)}>: {e.Message}";
                // Compat: what the template saw is told on standard output.
                to.Write($"{e.Printed}Error executing template: {failure}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t{template}\n\traw data was:\n\t\t{JsonText.Of(n, 0)}\n\tobject given to template engine was:\n\t\t{GoFormat.Value(n)}\n\n");
                throw new CliException($"error executing template {QuotedText.Go(template)}: {failure}");
            }
        });
    }
}

using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Explaining;

/// <summary>explain --output=plaintext-openapiv2: fields as kubectl explained them until v1.26, types without their names. Pure.</summary>
internal sealed partial class OldExplanation(Definitions definitions, bool isRecursive)
{
    private const int LineWidthMax = 75, DescriptionIndent = 5, FieldIndent = 3;
    private const string Code = "    ";

    // What a schema is, as far as it is explained.
    private enum Form { Any, Reference, Fields, Map, Array, Primitive }

    /// <summary>The explanation of a kind, or of the field that the steps lead to.</summary>
    /// <exception cref="CliException">There is no such field.</exception>
    public string Of(string kind, string version, Node root, ImmutableArray<string> steps)
    {
        var text = new StringBuilder($"KIND:     {kind}\nVERSION:  {version}\n\n");
        var schema = Field(root, steps);
        var (name, type) = (steps.IsEmpty ? "" : steps[^1], "");
        var words = new List<string>();
        for (; FormOf(schema) is Form.Reference or Form.Map or Form.Array; schema = Inner(schema))
        {
            words.Add(schema.Text("description"));
            if (type.Length == 0 && FormOf(schema) != Form.Reference) { type = TypeOf(schema); }
        }
        words.Add(schema.Text("description"));
        var form = FormOf(schema);
        if (type.Length == 0) { type = TypeOf(schema); }
        if (form == Form.Primitive) { text.Append($"FIELD:    {name} <{type}>\n\n"); }
        if (form == Form.Fields && name.Length > 0) { text.Append($"RESOURCE: {name} <{type}>\n\n"); }
        text.Append("DESCRIPTION:\n");
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Length > 0) { text.Append(i > 0 ? "\n" : "").Append(Wrapped(words[i])); }
        }
        if (words.TrueForAll(static w => w.Length == 0)) { text.Append(Wrapped("<empty>")); }
        if (form != Form.Fields) { return text.ToString(); }
        text.Append("\nFIELDS:\n");
        Fields(text, schema, FieldIndent, []);
        return text.ToString();
    }

    // Compat: what has no fields is the end of every path that goes on.
    private Node Field(Node schema, ImmutableArray<string> steps)
    {
        foreach (var step in steps)
        {
            while (FormOf(schema) is Form.Reference or Form.Map or Form.Array) { schema = Inner(schema); }
            if (FormOf(schema) != Form.Fields) { break; }
            schema = schema.At("properties", step) ?? throw new CliException($"field \"{step}\" does not exist");
        }
        return schema;
    }

    private void Fields(StringBuilder text, Node schema, int indent, ImmutableHashSet<string> open)
    {
        var required = schema.Items("required").Select(static r => r.Text()).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, field) in (schema.At("properties") as ObjectNode ?? ObjectNode.Empty).OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            text.Append(' ', indent).Append($"{name}\t<{TypeOf(field)}>{(!isRecursive && required.Contains(name) ? " -required-" : "")}\n");
            if (!isRecursive) { text.Append(Wrapped(field.Text("description"))).Append('\n'); continue; }
            var (inner, now) = (field, open);
            for (; FormOf(inner) is Form.Reference or Form.Map or Form.Array; inner = Inner(inner))
            {
                if (FormOf(inner) != Form.Reference) { continue; }
                if (now.Contains(Definitions.Reference(inner))) { break; }
                now = now.Add(Definitions.Reference(inner));
            }
            if (FormOf(inner) == Form.Fields) { Fields(text, inner, indent + FieldIndent, now); }
        }
    }

    private string TypeOf(Node schema) => FormOf(schema) switch
    {
        Form.Reference => TypeOf(Inner(schema)),
        Form.Array => $"[]{TypeOf(Inner(schema))}",
        Form.Map => $"map[string]{TypeOf(Inner(schema))}",
        Form.Fields => "Object",
        Form.Primitive => schema.Text("type"),
        _ => "",
    };

    private static Form FormOf(Node schema) => Definitions.Reference(schema).Length > 0 ? Form.Reference : schema.Text("type") switch
    {
        "" or "object" when schema.At("properties") is ObjectNode => Form.Fields,
        "" => Form.Any,
        "object" => Form.Map,
        "array" => Form.Array,
        _ => Form.Primitive,
    };

    // Compat: values of which nothing is said have the words of their map.
    private Node Inner(Node schema) => Definitions.Reference(schema) is { Length: > 0 } name ? definitions[name] : schema.At("items") ?? schema.At("additionalProperties") as ObjectNode ?? ObjectNode.Of(("description", schema.At("description")));

    // Lines are filled, but for blocks of code, lists, and what follows a colon.
    private static string Wrapped(string words)
    {
        var (lines, line, last) = (new List<string>(), new StringBuilder(), "");
        void Flush()
        {
            if (line.Length == 0) { return; }
            lines.Add(line.ToString());
            line.Clear();
            last = "";
        }
        foreach (var part in words.Split('\n'))
        {
            var isCode = part.StartsWith(Code, StringComparison.Ordinal);
            if (isCode || (part.Trim().Length == 0 && lines.Count > 0))
            {
                Flush();
                lines.Add(isCode ? part : "");
                continue;
            }
            if (last.EndsWith(':') || part.Trim().Length == 0 || ListItem().IsMatch(part.Trim())) { Flush(); }
            foreach (var word in part.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > 0 && Encoding.UTF8.GetByteCount(line.ToString()) + 1 + Encoding.UTF8.GetByteCount(word) > LineWidthMax) { Flush(); }
                line.Append(line.Length > 0 ? " " : "").Append(last = word);
            }
        }
        Flush();
        return string.Concat(lines.Select(static l => l.Length == 0 ? "\n" : $"{new string(' ', DescriptionIndent)}{l}\n"));
    }

    [GeneratedRegex(@"^(\d+\.?|-|\*)\s")]
    private static partial Regex ListItem();
}

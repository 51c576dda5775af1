using System.Text;
using System.Text.RegularExpressions;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Explaining;

/// <summary>explain --output=plaintext-openapiv2: fields as kubectl explained them until v1.26, types without their names. Pure.</summary>
internal sealed partial class OldExplanation(Schemas schemas, bool isRecursive)
{
    private const int LineWidthMax = 75;
    private const int DepthMax = 32;

    /// <summary>The explanation of a kind, or of the field that the steps lead to.</summary>
    /// <exception cref="CliException">There is no such field.</exception>
    public string Of(string kind, string version, Node root, string[] steps)
    {
        var text = new StringBuilder($"KIND:     {kind}\nVERSION:  {version}\n\n");
        var (schema, field) = (root, (Node?)null);
        foreach (var step in steps) { schema = field = schemas.Behind(schema).At("properties", step) ?? throw new CliException($"field \"{step}\" does not exist"); }
        var inner = schemas.Behind(schema);
        var hasFields = inner.At("properties") is ObjectNode { Count: > 0 };
        if (field is not null) { text.Append($"{(hasFields ? "RESOURCE: " : "FIELD:    ")}{steps[^1]} <{TypeOf(field)}>\n\n"); }
        text.Append("DESCRIPTION:\n");
        var words = new[] { (field ?? schema).Text("description"), inner.Text("description") }.Where(static t => t.Length > 0).Distinct().ToArray();
        if (words.Length == 0) { words = ["<empty>"]; }
        text.Append(string.Join('\n', words.Select(static w => Wrapped(w, 5))));
        if (!hasFields) { return text.ToString(); }
        text.Append("\nFIELDS:\n");
        Fields(text, inner, 3, []);
        return text.ToString();
    }

    private void Fields(StringBuilder text, Node schema, int indent, IReadOnlyList<string> open)
    {
        var required = schema.Items("required").Select(static r => r.Text()).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, field) in (schema.At("properties") as ObjectNode ?? ObjectNode.Empty).OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            text.Append(' ', indent).Append($"{name}\t<{TypeOf(field)}>{(!isRecursive && required.Contains(name) ? " -required-" : "")}\n");
            if (!isRecursive) { text.Append(Wrapped(field.TextOr("<no description>", "description"), 5)).Append('\n'); continue; }
            var type = Schemas.Reference(field.At("items") ?? field.At("additionalProperties") ?? field);
            if (open.Count < DepthMax && !(type.Length > 0 && open.Contains(type)) && schemas.Behind(field) is { } inner && inner.At("properties") is ObjectNode { Count: > 0 }) { Fields(text, inner, indent + 3, [.. open, type]); }
        }
    }

    private string TypeOf(Node schema)
    {
        if (Schemas.Reference(schema) is { Length: > 0 } name) { return TypeOf(schemas[name]); }
        if (schema.At("items") is { } items) { return $"[]{TypeOf(items)}"; }
        if (schema.At("additionalProperties") is ObjectNode values) { return $"map[string]{TypeOf(values)}"; }
        return schema.Text("type") switch { "object" when schema.At("properties") is null => "map[string]", "object" => "Object", "" when schema.At("properties") is not null => "Object", "" when schema.At("oneOf") is null && schema.Text("format").Length == 0 => "", "" => "string", var plain => plain };
    }

    // Lines are filled, but for blocks of code, lists, and what follows a colon.
    private static string Wrapped(string words, int indent)
    {
        var (lines, line, last) = (new List<string>(), new StringBuilder(), "");
        void Flush()
        {
            if (line.Length > 0) { lines.Add(line.ToString()); }
            line.Clear();
        }
        foreach (var part in words.Split('\n'))
        {
            var isBlank = part.Trim().Length == 0;
            if (part.StartsWith("    ", StringComparison.Ordinal) || (isBlank && lines.Count + line.Length > 0))
            {
                Flush();
                lines.Add(isBlank ? "" : part);
                continue;
            }
            if (last.EndsWith(':') || ListItem().IsMatch(part)) { Flush(); }
            foreach (var word in part.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > LineWidthMax) { Flush(); }
                line.Append(line.Length > 0 ? " " : "").Append(last = word);
            }
        }
        Flush();
        return string.Concat(lines.Select(l => l.Length == 0 ? "\n" : $"{new string(' ', indent)}{l}\n"));
    }

    [GeneratedRegex(@"^(\d+\.?|-|\*)\s")]
    private static partial Regex ListItem();
}

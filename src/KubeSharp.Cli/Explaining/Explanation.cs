using System.Collections.Immutable;
using System.Text;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Explaining;

/// <summary>What an OpenAPI v3 document says of a resource or a field of it.</summary>
/// <param name="document">The document.</param>
/// <param name="isRecursive">Whether fields of fields are shown, without their descriptions.</param>
internal sealed class Explanation(Node document, bool isRecursive)
{
    private const int WidthMax = 76, FieldIndent = 2, TextIndent = 4, ChoicesShownMax = 4;
    private static readonly string[] _methods = ["get", "post", "put", "patch", "delete"];

    /// <summary>Writes the explanation.</summary>
    /// <exception cref="CliException">The document does not know the resource, or there is no such field: its head is written then.</exception>
    public void Write(ResourceType type, ImmutableArray<string> steps, TextWriter to)
    {
        var kind = KindOf(type) ?? throw new CliException($"GVR ({type.Group}/{type.Version}, Resource={type.Plural}) not found in OpenAPI schema");
        to.Write($"{(kind.Text("group") is { Length: > 0 } group ? $"GROUP:      {group}\n" : "")}KIND:       {kind.Text("kind")}\nVERSION:    {kind.Text("version")}\n\n");
        var root = (document.At("components", "schemas") as ObjectNode ?? ObjectNode.Empty).Select(static s => s.Value).FirstOrDefault(s => s.Items("x-kubernetes-group-version-kind").Contains(kind))
            ?? throw new CliException($"GVK {GoFormat.Value(kind)} not found in OpenAPI schema");
        var text = Of(root, [.. steps], []);
        // Compat: the last field is named whichever is missing.
        if (text.Length == 0) { throw new CliException($"field \"{steps[^1]}\" does not exist"); }
        to.Write($"{text}\n");
    }

    // As an operation on the resource says; the last path that has one counts.
    private Node? KindOf(ResourceType type)
    {
        var start = type.Group.Length > 0 ? $"/apis/{type.Group}/{type.Version}" : $"/api/{type.Version}";
        string[] paths = [$"{start}/{type.Plural}", $"{start}/{type.Plural}/{{name}}", $"{start}/namespaces/{{namespace}}/{type.Plural}", $"{start}/namespaces/{{namespace}}/{type.Plural}/{{name}}"];
        return paths.Select(p => _methods.Select(m => document.At("paths", p, m, "x-kubernetes-group-version-kind")).FirstOrDefault(static k => k is not null)).LastOrDefault(static k => k is not null);
    }

    // Follows the path; empty where it leads nowhere. Seen are the references since the last field.
    private string Of(Node schema, ReadOnlySpan<string> path, ImmutableHashSet<string> seen)
    {
        var reference = schema.Text("$ref");
        var (resolved, now) = (Resolved(schema), seen.Add(reference));
        if (path.IsEmpty) { return Whole(resolved); }
        if (reference.Length > 0 && seen.Contains(reference)) { return ""; }
        if (resolved.At("properties", path[0]) is { } field and not ObjectNode { Count: 0 })
        {
            var head = path.Length == 1 ? $"FIELD: {path[0]} <{TypeOf(field)}>\n{Choices(field)}\n\n" : "";
            return head + Of(field, path[1..], []);
        }
        if (Inner(resolved) is { } inner) { return Of(inner, path, now); }
        foreach (var part in resolved.Items("allOf"))
        {
            if (Of(part, path, now) is { Length: > 0 } found) { return found; }
        }
        return "";
    }

    private string Whole(Node schema)
    {
        var text = new StringBuilder("DESCRIPTION:\n").Append(Indented(Wrapped(Description(schema) is { Length: > 0 } words ? words : "<empty>", WidthMax), TextIndent)).Append('\n');
        if (ExternalDocuments(schema, 0) is { Length: > 0 } more) { text.Append('\n').Append(more); }
        var fields = new StringBuilder();
        Fields(fields, schema, 1, []);
        return (fields.Length > 0 ? text.Append("FIELDS:\n").Append(fields) : text).ToString();
    }

    // Seen are the references that lead here: none is shown within itself.
    private void Fields(StringBuilder to, Node schema, int level, ImmutableHashSet<string> seen)
    {
        var reference = schema.Text("$ref");
        if (reference.Length > 0 && seen.Contains(reference)) { return; }
        var (resolved, now) = (Resolved(schema), seen.Add(reference));
        var required = resolved.Items("required").Select(static r => r.Text()).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, field) in (resolved.At("properties") as ObjectNode ?? ObjectNode.Empty).OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            Field(to, name, field, required.Contains(name), level * FieldIndent);
            if (isRecursive) { Fields(to, field, level + 1, now); }
        }
        foreach (var part in resolved.Items("allOf")) { Fields(to, part, level, now); }
        if (resolved.At("items") is ObjectNode { Count: > 0 } items) { Fields(to, items, level, now); }
        if (resolved.At("additionalProperties") is ObjectNode { Count: > 0 } values) { Fields(to, values, level, now); }
    }

    private void Field(StringBuilder to, string name, Node field, bool isRequired, int indent)
    {
        to.Append(' ', indent).Append($"{name}\t<{TypeOf(field)}>{(isRequired ? " -required-" : "")}");
        var choices = field.Items("enum").ToArray();
        if (choices.Length > 0) { to.Append('\n').Append(' ', indent).Append($"enum: {string.Join(", ", choices.Take(ChoicesShownMax).Select(Choice))}{(choices.Length > ChoicesShownMax ? ", ...." : "")}"); }
        to.Append('\n');
        if (isRecursive) { return; }
        to.Append(Indented(Wrapped(field.TextOr("<no description>", "description"), WidthMax + FieldIndent - indent), indent + FieldIndent)).Append('\n');
        if (ExternalDocuments(field, indent + FieldIndent) is { Length: > 0 } more) { to.Append('\n').Append(more); }
        to.Append('\n');
    }

    // The schema's own words and those of what it is made of, one after the other.
    private string Description(Node schema)
    {
        var resolved = Resolved(schema);
        var words = resolved.Text("description") is { Length: > 0 } own ? $"{own}\n" : "";
        words += string.Concat(resolved.Items("allOf").Select(Description));
        if (resolved.At("items") is ObjectNode { Count: > 0 } items) { words += Description(items); }
        return resolved.At("additionalProperties") is ObjectNode { Count: > 0 } values ? words + Description(values) : words;
    }

    private static string ExternalDocuments(Node schema, int indent)
    {
        if (schema.At("externalDocs") is not ObjectNode { Count: > 0 } documents) { return ""; }
        var words = documents.Text("description") is { Length: > 0 } description ? $"{Indented(Wrapped(description, WidthMax - Math.Max(0, indent - FieldIndent)), indent + (indent == 0 ? TextIndent : FieldIndent))}\n" : "";
        return $"{Indented("EXTERNAL DOCS:", indent)}\n{words}{(documents.Text("url") is { Length: > 0 } url ? $"{Indented($"URL: {url}", indent + (indent == 0 ? TextIndent : FieldIndent))}\n" : "")}";
    }

    private string TypeOf(Node schema)
    {
        if (schema is ObjectNode { Count: 0 }) { throw new CliException("template: plaintext:289:12: executing \"typeGuess\" at <fail \"expected schema argument to subtemplate 'typeguess'\">: error calling fail: expected schema argument to subtemplate 'typeguess'"); }
        if (schema.At("items") is ObjectNode { Count: > 0 } items) { return $"[]{TypeOf(items)}"; }
        if (schema.At("additionalProperties") is ObjectNode { Count: > 0 } values) { return $"map[string]{TypeOf(values)}"; }
        if (schema.At("properties") is not ObjectNode { Count: > 0 } && schema.At("allOf") is ArrayNode { Count: 1 } parts) { return TypeOf(parts[0]); }
        if (schema.Text("$ref") is not { Length: > 0 } reference) { return schema.Text("type") is "object" or "" ? "Object" : schema.Text("type"); }
        var type = Resolved(schema).Text("type");
        if (type is not ("" or "object")) { return type; }
        var name = reference[(reference.LastIndexOfAny(['/', '.']) + 1)..];
        return name.Length > 0 ? name : "Object";
    }

    private static string Choices(Node field) => field.Items("enum").ToArray() is { Length: > 0 } choices ? $"ENUM:{string.Concat(choices.Select(static c => $"\n    {Choice(c)}"))}" : "";

    private static string Choice(Node value) => value is StringNode { Value: "" } ? "\"\"" : GoFormat.Value(value);

    private static Node? Inner(Node schema) => schema.At("items") is ObjectNode { Count: > 0 } items ? items : schema.At("additionalProperties") as ObjectNode is { Count: > 0 } values ? values : null;

    private Node Resolved(Node schema)
    {
        if (schema.Text("$ref") is not { Length: > 0 } reference || !reference.StartsWith('#')) { return schema; }
        Node? found = document;
        foreach (var step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries)) { found = found?.At(step) as ObjectNode; }
        return found is ObjectNode { Count: > 0 } ? found : schema;
    }

    private static string Indented(string text, int indent) => new string(' ', indent) + text.Replace("\n", $"\n{new string(' ', indent)}", StringComparison.Ordinal);

    // Spaces within a line are kept; a word that is longer than a line stays with what is before it.
    private static string Wrapped(string text, int width)
    {
        var (wrapped, word, space) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        var (current, wordLength) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                if (wordLength > 0 || current + space.Length <= width) { wrapped.Append(space); }
                wrapped.Append(word).Append('\n');
                space.Clear();
                word.Clear();
                (current, wordLength) = (0, 0);
            }
            else if (Rune.IsWhiteSpace(rune) && rune.Value != '\u00A0')
            {
                if (space.Length == 0 || wordLength > 0)
                {
                    current += space.Length + wordLength;
                    wrapped.Append(space).Append(word);
                    space.Clear();
                    word.Clear();
                    wordLength = 0;
                }
                space.Append(rune.ToString());
            }
            else
            {
                word.Append(rune.ToString());
                wordLength++;
                if (current + wordLength + space.Length > width && wordLength < width)
                {
                    wrapped.Append('\n');
                    current = 0;
                    space.Clear();
                }
            }
        }
        if (wordLength > 0 || current + space.Length <= width) { wrapped.Append(space); }
        return wrapped.Append(word).ToString();
    }
}

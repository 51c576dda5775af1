using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace KubeSharp.Machinery.Documents;

/// <summary>
/// A JSONPath as Kubernetes writes it in definitions: .spec.replicas, .metadata.labels['app'], .spec.ports[0].name, .status.conditions[?(@.type=="Ready")].status.
/// Source: JSONPath Support.
/// </summary>
public sealed class JsonPath
{
    private readonly ImmutableArray<Step> _steps;

    private JsonPath(ImmutableArray<Step> steps) => _steps = steps;

    /// <summary>The field names it consists of, where it names one field by its way; empty: it has other steps.</summary>
    public ImmutableArray<string> Fields => _steps.All(static s => s.Kind == StepKind.Field) ? [.. _steps.Select(static s => s.Name)] : [];

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static JsonPath Parse(string text)
    {
        if (text.StartsWith('{') && text.EndsWith('}')) { text = text[1..^1]; }
        if (text.StartsWith('$')) { text = text[1..]; }
        var steps = ImmutableArray.CreateBuilder<Step>();
        for (var i = 0; i < text.Length;)
        {
            switch (text[i])
            {
                case '.' when i + 1 < text.Length && text[i + 1] == '.':
                    steps.Add(new(StepKind.Descend));
                    i += 2;
                    if (i < text.Length && text[i] is not ('[' or '.')) { steps.Add(Field(text, ref i)); }
                    break;
                case '.':
                    i++;
                    if (i == text.Length) { if (text.Length > 1) { throw new FormatException("unexpected end of JSON path"); } break; }
                    if (text[i] != '[') { steps.Add(Field(text, ref i)); }
                    break;
                case '[': steps.Add(Bracket(text, ref i)); break;
                default: throw new FormatException($"unrecognized character in action: U+{(int)text[i]:X4} '{text[i]}'");
            }
        }
        return new(steps.ToImmutable());
    }

    /// <summary>The values at the path.</summary>
    public IEnumerable<Node> Find(Node root) => _steps.Aggregate((IEnumerable<Node>)[root], static (nodes, step) => nodes.SelectMany(step.From));

    private static Step Field(string text, ref int i)
    {
        var name = new StringBuilder();
        for (; i < text.Length && text[i] is not ('.' or '['); i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length) { i++; }
            else if (char.IsWhiteSpace(text[i]) || text[i] is '{' or '}' or ']' or '(' or ')') { throw new FormatException($"unrecognized character in action: U+{(int)text[i]:X4} '{text[i]}'"); }
            name.Append(text[i]);
        }
        return name.ToString() == "*" ? new(StepKind.All) : new(StepKind.Field) { Name = name.ToString() };
    }

    private static Step Bracket(string text, ref int i)
    {
        var end = End(text, i);
        var inner = text[(i + 1)..end].Trim();
        i = end + 1;
        if (inner == "*") { return new(StepKind.All); }
        if (inner.Length >= 2 && inner[0] is '\'' or '"' && inner[^1] == inner[0]) { return new(StepKind.Field) { Name = inner[1..^1].Replace("\\", "", StringComparison.Ordinal) }; }
        if (inner.StartsWith("?(", StringComparison.Ordinal) && inner.EndsWith(')')) { return Filter(inner[2..^1]); }
        if (inner.Split(':') is { Length: 2 or 3 } range)
        {
            return new(StepKind.Slice) { Start = Number(range[0]), End = Number(range[1]) };
        }
        return new(StepKind.Index) { Start = Number(inner) ?? throw new FormatException($"invalid array index {inner}") };
    }

    private static int End(string text, int start)
    {
        var (depth, quote) = (0, '\0');
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0') { quote = c == quote ? '\0' : quote; }
            else if (c is '\'' or '"') { quote = c; }
            else if (c == '[') { depth++; }
            else if (c == ']' && --depth == 0) { return i; }
        }
        throw new FormatException("unterminated array");
    }

    private static Step Filter(string text)
    {
        foreach (var operation in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">"])
        {
            var at = text.IndexOf(operation, StringComparison.Ordinal);
            if (at < 0) { continue; }
            var literal = text[(at + operation.Length)..].Trim();
            if (literal.Length >= 2 && literal[0] is '\'' or '"' && literal[^1] == literal[0]) { return new(StepKind.Filter) { Path = Current(text[..at]), Operation = operation, Literal = literal[1..^1] }; }
            try { return new(StepKind.Filter) { Path = Current(text[..at]), Operation = operation, Literal = Node.Parse(literal) }; }
            catch (System.Text.Json.JsonException e) { throw new FormatException($"unrecognized value {literal}", e); }
        }
        return new(StepKind.Filter) { Path = Current(text), Operation = "" };
    }

    private static JsonPath Current(string text) => text.Trim() is ['@', .. var path] ? Parse(path) : throw new FormatException($"unrecognized filter {text}");

    private static int? Number(string text) => text.Length == 0 ? null : int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"invalid array index {text}");

    private enum StepKind { Field, All, Index, Slice, Filter, Descend }

    private sealed record Step(StepKind Kind)
    {
        public string Name { get; init; } = "";
        public int? Start { get; init; }
        public int? End { get; init; }
        public JsonPath? Path { get; init; }
        public string Operation { get; init; } = "";
        public Node? Literal { get; init; }

        public IEnumerable<Node> From(Node node) => Kind switch
        {
            StepKind.Field => (node as ObjectNode)?[Name] is { } child ? [child] : [],
            StepKind.All => Children(node),
            StepKind.Index => node is ArrayNode items && (Start < 0 ? items.Count + Start!.Value : Start!.Value) is var at and >= 0 && at < items.Count ? [items[at]] : [],
            StepKind.Slice => node is ArrayNode all ? all.Take((Start ?? 0)..(End ?? all.Count)) : [],
            StepKind.Filter => node is ArrayNode some ? some.Where(Holds) : [],
            _ => Descendants(node),
        };

        private bool Holds(Node node)
        {
            var found = Path!.Find(node).FirstOrDefault();
            if (Operation.Length == 0) { return found is not null; }
            if (found is null) { return false; }
            if (Operation is "==" or "!=") { return found.Equals(Literal) == (Operation == "=="); }
            var order = (found, Literal) switch
            {
                (NumberNode a, NumberNode b) => a.Double.CompareTo(b.Double),
                (StringNode a, StringNode b) => string.CompareOrdinal(a.Value, b.Value),
                _ => (int?)null,
            };
            return Operation switch { "<" => order < 0, ">" => order > 0, "<=" => order <= 0, _ => order >= 0 };
        }

        private static IEnumerable<Node> Children(Node node) => node switch { ArrayNode items => items, ObjectNode fields => fields.Select(static f => f.Value), _ => [] };

        private static IEnumerable<Node> Descendants(Node node) => Children(node).SelectMany(Descendants).Prepend(node);
    }
}

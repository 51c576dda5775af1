using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Templates;

/// <summary>A JSONPath template: finds values and prints them.</summary>
internal sealed class JsonPathTemplate(string template, bool allowsMissing)
{
    private readonly ImmutableArray<PathStep> _parts = PathParser.Parse(template);

    /// <summary>The template of an expression that may stand without braces and leading dot.</summary>
    public static JsonPathTemplate Relaxed(string expression, bool allowsMissing = true) => new(Braced(expression), allowsMissing);

    /// <summary>x, .x and {.x} become {.x}.</summary>
    public static string Braced(string expression)
    {
        if (expression.Length == 0) { return expression; }
        var inner = expression is ['{', .., '}'] ? expression[1..^1] : expression;
        if (inner.Contains('{', StringComparison.Ordinal) || inner.Contains('}', StringComparison.Ordinal)) { throw new TemplateException($"unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{{name1.name2}}' or '{{.name1.name2}}'"); }
        return inner.StartsWith('.') ? $"{{{inner}}}" : $"{{.{inner}}}";
    }

    /// <summary>The output for an object.</summary>
    /// <exception cref="TemplateException">A field or index that it names is missing.</exception>
    public string Print(Node root) => Print(root, static found => string.Join(' ', found.Select(Text)));

    /// <summary>The output as JSON: a list for each part.</summary>
    /// <exception cref="TemplateException">A field or index that it names is missing.</exception>
    public string PrintJson(Node root) => Print(root, static found => JsonText.Of(new ArrayNode([.. found])) + "\n");

    private string Print(Node root, Func<IReadOnlyList<Node>, string> print)
    {
        var text = new StringBuilder();
        Print(text, _parts, root, print);
        return text.ToString();
    }

    /// <summary>The values that the template's expressions find, in order.</summary>
    public IReadOnlyList<Node> Find(Node root)
    {
        var found = new List<Node>();
        foreach (var part in _parts.OfType<PathStep.Expression>()) { found.AddRange(Evaluate(part, [root])); }
        return found;
    }

    /// <summary>A value as it is printed: texts as they are, objects and lists as JSON.</summary>
    public static string Text(Node node) => node switch
    {
        StringNode text => text.Value,
        NumberNode number => number.IsInteger ? number.Integer.ToString(CultureInfo.InvariantCulture) : GoFormat.Float(number.Double),
        NullNode => "",
        ObjectNode or ArrayNode => JsonText.Of(node, 0),
        _ => node.ToString(),
    };

    private void Print(StringBuilder text, ImmutableArray<PathStep> parts, Node current, Func<IReadOnlyList<Node>, string> print)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case PathStep.Text literal: text.Append(print([literal.Value])); break;
                case PathStep.Expression expression: text.Append(print(Evaluate(expression, [current]))); break;
                case PathStep.Range range:
                    foreach (var item in Evaluate(range.Over, [current])) { Print(text, range.Body, item, print); }
                    // Compat: what no {end} closes follows the range once more.
                    if (!range.IsClosed) { Print(text, range.Body, current, print); }
                    break;
                default: throw new TemplateException("unexpected part");
            }
        }
    }

    private IReadOnlyList<Node> Evaluate(PathStep.Expression expression, IReadOnlyList<Node> from)
    {
        var current = from;
        foreach (var step in expression.Steps) { current = Step(step, current); }
        return current;
    }

    private IReadOnlyList<Node> Step(PathStep step, IReadOnlyList<Node> current) => step switch
    {
        PathStep.Field field => Fields(field.Name, current),
        PathStep.Wildcard => [.. current.SelectMany(Children)],
        PathStep.Descend => [.. current.SelectMany(Descendants)],
        PathStep.Slice slice => [.. current.SelectMany(n => Slice(slice, n))],
        PathStep.Union union => [.. union.Members.SelectMany(m => Evaluate(m, current))],
        PathStep.Filter filter => [.. current.SelectMany(Filtered).Where(n => Holds(filter, n))],
        PathStep.Literal literal => [ToNode(literal.Value)],
        PathStep.Wrong wrong => throw new TemplateException(wrong.Why),
        _ => throw new TemplateException("unexpected step"),
    };

    private List<Node> Fields(string name, IReadOnlyList<Node> current)
    {
        var found = new List<Node>();
        foreach (var node in current)
        {
            if (node is ObjectNode fields && fields[name] is { } value) { found.Add(value); }
        }
        if (found.Count == 0 && !allowsMissing && current.Count > 0) { throw new TemplateException($"{name} is not found"); }
        return found;
    }

    private static IEnumerable<Node> Slice(PathStep.Slice slice, Node node)
    {
        if (node is NullNode) { return []; }
        if (node is not ArrayNode items) { throw new TemplateException($"{GoFormat.TypeName(node)} is not array or slice"); }
        var from = slice.From ?? 0;
        if (from < 0) { from += items.Count; }
        if (slice.IsIndex)
        {
            if (from < 0 || from >= items.Count) { throw new TemplateException($"array index out of bounds: index {slice.From}, length {items.Count}"); }
            return [items[from]];
        }
        var to = slice.To ?? items.Count;
        if (to < 0) { to += items.Count; }
        if (from < 0 || from > items.Count) { throw new TemplateException($"array index out of bounds: index {from}, length {items.Count}"); }
        if (to < 0 || to > items.Count) { throw new TemplateException($"array index out of bounds: index {to - 1}, length {items.Count}"); }
        if (from > to) { throw new TemplateException($"starting index {from} is greater than ending index {to}"); }
        var by = slice.By ?? 1;
        if (by <= 0) { throw new TemplateException("step must be > 0"); }
        return Enumerable.Range(0, (to - from + by - 1) / by).Select(i => items[from + (i * by)]);
    }

    private static IEnumerable<Node> Children(Node node) => node switch
    {
        ArrayNode items => items,
        ObjectNode fields => fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => f.Value),
        _ => [],
    };

    private static IEnumerable<Node> Filtered(Node node) => node is ArrayNode or NullNode ? Children(node) : throw new TemplateException($"{GoFormat.Value(node)} is not array or slice and cannot be filtered");

    private static IEnumerable<Node> Descendants(Node node) => Children(node).SelectMany(Descendants).Prepend(node);

    private bool Holds(PathStep.Filter filter, Node node)
    {
        IReadOnlyList<Node> Side(PathStep.Expression side)
        {
            try { return Evaluate(side, [node]); }
            catch (TemplateException) { return []; }
        }
        var left = Side(filter.Left);
        if (filter.Right is null) { return left.Count > 0; }
        var right = Side(filter.Right);
        if (left.Count == 0 || right.Count == 0) { return false; }
        if (left.Count > 1 || right.Count > 1) { throw new TemplateException("can only compare one element at a time"); }
        return Compare(left[0], filter.Operator, right[0]);
    }

    private static bool Compare(Node left, string op, Node right)
    {
        if (op == "==") { return left.Equals(right) || Loose(left, right); }
        if (op == "!=") { return !(left.Equals(right) || Loose(left, right)); }
        var order = left is NumberNode a && right is NumberNode b ? a.Double.CompareTo(b.Double) : string.CompareOrdinal(Text(left), Text(right));
        return op switch { "<" => order < 0, ">" => order > 0, "<=" => order <= 0, ">=" => order >= 0, _ => throw new TemplateException($"unrecognized filter operator {op}") };
    }

    private static bool Loose(Node left, Node right) => left is BooleanNode or StringNode && right is BooleanNode or StringNode && left.GetType() != right.GetType() && Text(left) == Text(right);

    private static Node ToNode(object value) => value switch
    {
        string text => text,
        bool truth => truth,
        long whole => whole,
        double number => new NumberNode(number),
        _ => NullNode.Instance,
    };
}

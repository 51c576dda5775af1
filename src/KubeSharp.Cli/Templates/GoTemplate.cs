using System.Collections.Immutable;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Templates;

/// <summary>A Go template over JSON values: an interpreter of text/template.</summary>
internal sealed class GoTemplate
{
    /// <summary>How deep templates may call each other.</summary>
    public const int CallDepthMax = 1000;

    private readonly Dictionary<string, ImmutableArray<TemplateNode>> _defined = new(StringComparer.Ordinal);
    private readonly ImmutableArray<TemplateNode> _nodes;
    private readonly bool _allowsMissing;
    private readonly string _template;

    /// <summary>Reads the template.</summary>
    /// <exception cref="TemplateException">It is malformed.</exception>
    public GoTemplate(string template, bool allowsMissing) => (_template, _nodes, _allowsMissing) = (template, TemplateParser.Parse(template, _defined), allowsMissing);

    /// <summary>The output for an object.</summary>
    /// <exception cref="TemplateException">It does not fit the object; what was printed up to there is with it.</exception>
    public string Print(Node root)
    {
        var text = new StringBuilder();
        try { Walk(_nodes, root, new Scope(null, "$", root), text, 0); }
        catch (TemplateException e) { throw new TemplateException(e.Message, e.Place, e.Shown) { Printed = text.ToString() }; }
        return text.ToString();
    }

    private enum Flow { Next, Break, Continue }

    private Flow Walk(ImmutableArray<TemplateNode> nodes, object? dot, Scope scope, StringBuilder text, int depth)
    {
        foreach (var node in nodes)
        {
            var flow = Flow.Next;
            switch (node)
            {
                case TemplateNode.Text literal: text.Append(literal.Value); break;
                case TemplateNode.Action action:
                    var value = Evaluate(action.Value, dot, ref scope);
                    if (action.Value.Variables.IsEmpty) { text.Append(GoFormat.Value(value)); }
                    break;
                case TemplateNode.Branch branch: flow = WalkBranch(branch, dot, scope, text, depth); break;
                case TemplateNode.Range range: flow = WalkRange(range, dot, scope, text, depth); break;
                case TemplateNode.Call call: WalkCall(call, dot, scope, text, depth); break;
                case TemplateNode.Leave leave: return leave.IsBreak ? Flow.Break : Flow.Continue;
            }
            if (flow != Flow.Next) { return flow; }
        }
        return Flow.Next;
    }

    private Flow WalkBranch(TemplateNode.Branch branch, object? dot, Scope scope, StringBuilder text, int depth)
    {
        var value = Evaluate(branch.Condition, dot, ref scope);
        return TemplateFunctions.IsTrue(value) ? Walk(branch.Then, branch.SetsDot ? value : dot, scope, text, depth) : Walk(branch.Else, dot, scope, text, depth);
    }

    private Flow WalkRange(TemplateNode.Range range, object? dot, Scope scope, StringBuilder text, int depth)
    {
        var inner = scope;
        var over = Evaluate(range.Over with { Variables = [] }, dot, ref inner);
        var items = Items(over);
        if (items.Count == 0) { return Walk(range.Else, dot, scope, text, depth); }
        foreach (var (key, value) in items)
        {
            var step = scope;
            var names = range.Over.Variables;
            if (names.Length == 1) { step = new Scope(step, names[0], value); }
            if (names.Length == 2) { step = new Scope(new Scope(step, names[0], key), names[1], value); }
            if (Walk(range.Body, value, step, text, depth) == Flow.Break) { break; }
        }
        return Flow.Next;
    }

    private static List<(object? Key, object? Value)> Items(object? over) => over switch
    {
        ArrayNode items => [.. items.Select(static (v, i) => ((object?)(long)i, (object?)v))],
        ObjectNode fields => [.. fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => ((object?)f.Key, (object?)f.Value))],
        long count => [.. Enumerable.Range(0, (int)Math.Min(count, 1_000_000)).Select(static i => ((object?)(long)i, (object?)(long)i))],
        null or NullNode => [],
        _ => throw new TemplateException($"range can't iterate over {GoFormat.Value(over)}"),
    };

    private void WalkCall(TemplateNode.Call call, object? dot, Scope scope, StringBuilder text, int depth)
    {
        if (depth >= CallDepthMax) { throw new TemplateException($"exceeded maximum template depth ({CallDepthMax})"); }
        if (!_defined.TryGetValue(call.Name, out var nodes)) { throw Placed(new TemplateException($"template \"{call.Name}\" not defined"), call.At, call.Shown); }
        var argument = call.Argument is { } pipeline ? Evaluate(pipeline, dot, ref scope) : null;
        Walk(nodes, argument, new Scope(null, "$", argument), text, depth + 1);
    }

    private object? Evaluate(TemplateNode.Pipeline pipeline, object? dot, ref Scope scope)
    {
        object? value = null;
        for (var i = 0; i < pipeline.Commands.Length; i++) { value = Command(pipeline.Commands[i], dot, scope, i > 0, value); }
        foreach (var name in pipeline.Variables)
        {
            if (pipeline.IsDeclaration) { scope = new Scope(scope, name, value); }
            else { scope.Find(name).Value = value; }
        }
        return value;
    }

    private object? Command(ImmutableArray<TemplateNode.Operand> words, object? dot, Scope scope, bool isPiped, object? piped)
    {
        if (words[0] is TemplateNode.Operand.Function { Name: "and" or "or" } shortcut)
        {
            var isAnd = shortcut.Name == "and";
            object? last = null;
            foreach (var word in words.Skip(1))
            {
                last = Operand(word, dot, scope);
                if (TemplateFunctions.IsTrue(last) != isAnd) { return last; }
            }
            return isPiped ? piped : last;
        }
        if (words[0] is TemplateNode.Operand.Function function)
        {
            var arguments = words.Skip(1).Select(w => Operand(w, dot, scope)).ToList();
            if (isPiped) { arguments.Add(piped); }
            try { return function.Name == "call" && words.Length > 1 ? throw new TemplateException($"error calling call: non-function {words[1].Shown} of type {GoFormat.TypeName(arguments[0])}") : TemplateFunctions.Call(function.Name, arguments); }
            catch (TemplateException e) when (e.Place is null) { throw Placed(e, function.At, string.Join(' ', words.Select(static w => w.Shown))); }
        }
        if (words.Length > 1 || isPiped) { throw Placed(new TemplateException($"can't give argument to non-function {words[0].Shown}"), words[0].At, words[0].Shown); }
        return words[0] is TemplateNode.Operand.Literal { Value: null } nothing ? throw Placed(new TemplateException("nil is not a command"), nothing.At, nothing.Shown) : Operand(words[0], dot, scope);
    }

    private object? Operand(TemplateNode.Operand operand, object? dot, Scope scope)
    {
        try { return Value(operand, dot, scope); }
        catch (TemplateException e) when (e.Place is null) { throw Placed(e, operand.Place, operand.Shown); }
    }

    // The failure with its line and column; columns are counted in bytes.
    private TemplateException Placed(TemplateException e, int at, string shown)
    {
        var before = _template[..at];
        var lineStart = before.LastIndexOf('\n') + 1;
        return new TemplateException(e.Message, $"{before.Count(static c => c == '\n') + 1}:{Encoding.UTF8.GetByteCount(before[lineStart..])}", shown);
    }

    private object? Value(TemplateNode.Operand operand, object? dot, Scope scope) => operand switch
    {
        TemplateNode.Operand.Literal literal => literal.Value,
        TemplateNode.Operand.Fields fields => Fields(dot, fields.Names),
        TemplateNode.Operand.Variable variable => Fields(scope.Find(variable.Name).Value, variable.Names),
        TemplateNode.Operand.Parenthesis inner => Fields(Evaluate(inner.Inner, dot, ref scope), inner.Names),
        TemplateNode.Operand.Function function => TemplateFunctions.Call(function.Name, []),
        _ => throw new TemplateException("unexpected operand"),
    };

    private object? Fields(object? value, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            switch (value)
            {
                case ObjectNode fields:
                    value = fields[name] ?? (_allowsMissing ? null : throw new TemplateException($"map has no entry for key \"{name}\""));
                    break;
                case null when _allowsMissing: break;
                case null or NullNode: throw new TemplateException(value is null ? $"nil data; no entry for key \"{name}\"" : $"nil pointer evaluating interface {{}}.{name}");
                default: throw new TemplateException($"can't evaluate field {name} in type interface {{}}");
            }
        }
        return value;
    }

    private sealed class Scope(Scope? outer, string name, object? value)
    {
        public object? Value { get; set; } = value;

        public Scope Find(string wanted)
        {
            for (var scope = this; scope is not null; scope = scope.Outer)
            {
                if (scope.Name == wanted) { return scope; }
            }
            throw new TemplateException($"undefined variable \"{wanted}\"");
        }

        private Scope? Outer { get; } = outer;

        private string Name { get; } = name;
    }
}

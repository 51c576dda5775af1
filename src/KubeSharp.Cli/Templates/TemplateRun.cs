using System.Collections.Immutable;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Templates;

/// <summary>One execution of a Go template: an interpreter of text/template.</summary>
/// <param name="template">The template's text, where failures are placed.</param>
/// <param name="defined">The templates it defines.</param>
/// <param name="allowsMissing">Whether fields that are missing have no value rather than being a failure.</param>
/// <param name="text">What is printed.</param>
internal sealed class TemplateRun(string template, Dictionary<string, ImmutableArray<TemplateNode>> defined, bool allowsMissing, StringBuilder text)
{
    /// <summary>How deep templates may call each other.</summary>
    public const int CallDepthMax = 1000;

    private string _name = "";
    private int _depth;
    // Compat: a failure is placed where evaluation was last, which need not be the part that failed.
    private int _at;
    private string _shown = "";

    private enum Flow { Next, Break, Continue }

    /// <summary>Prints a template.</summary>
    /// <exception cref="TemplateException">It does not fit the value.</exception>
    public void Execute(string name, ImmutableArray<TemplateNode> nodes, GoValue dot)
    {
        _name = name;
        Walk(nodes, dot, new Scope(null, "$", dot));
    }

    private Flow Walk(ImmutableArray<TemplateNode> nodes, GoValue dot, Scope scope)
    {
        foreach (var node in nodes)
        {
            var flow = Flow.Next;
            switch (node)
            {
                case TemplateNode.Text literal: text.Append(literal.Value); break;
                case TemplateNode.Action action:
                    var value = Evaluate(action.Value, dot, ref scope);
                    if (action.Value.Variables.IsEmpty) { text.Append(GoFormat.Value(value.Value)); }
                    break;
                case TemplateNode.Branch branch: flow = WalkBranch(branch, dot, scope); break;
                case TemplateNode.Range range: flow = WalkRange(range, dot, scope); break;
                case TemplateNode.Call call: WalkCall(call, dot, ref scope); break;
                case TemplateNode.Leave leave: return leave.IsBreak ? Flow.Break : Flow.Continue;
            }
            if (flow != Flow.Next) { return flow; }
        }
        return Flow.Next;
    }

    private Flow WalkBranch(TemplateNode.Branch branch, GoValue dot, Scope scope)
    {
        var value = Evaluate(branch.Condition, dot, ref scope);
        return TemplateFunctions.IsTrue(value.Value) ? Walk(branch.Then, branch.SetsDot ? value : dot, scope) : Walk(branch.Else, dot, scope);
    }

    private Flow WalkRange(TemplateNode.Range range, GoValue dot, Scope scope)
    {
        var over = Evaluate(range.Over, dot, ref scope);
        var names = range.Over.Variables;
        var items = Items(over.Value, names.Length);
        if (items.Count == 0) { return Walk(range.Else, dot, scope); }
        foreach (var (key, value) in items)
        {
            if (names.Length > 0) { Find(scope, names[^1]).Value = value; }
            if (names.Length > 1) { Find(scope, names[0]).Value = key; }
            if (Walk(range.Body, value, scope) == Flow.Break) { break; }
        }
        return Flow.Next;
    }

    private List<(GoValue Key, GoValue Value)> Items(object? over, int names) => over switch
    {
        ArrayNode items => [.. items.Select(static (v, i) => (new GoValue((long)i), new GoValue(v, IsBoxed: true)))],
        ObjectNode fields => [.. fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => (new GoValue(f.Key), new GoValue(f.Value, IsBoxed: true)))],
        long or byte or NumberNode { IsInteger: true } when names > 1 => throw Failure($"can't use {GoFormat.Value(over)} to iterate over more than one variable"),
        long count => Count(count, static i => i),
        byte count => Count(count, static i => (byte)i),
        NumberNode { IsInteger: true } count => Count(count.Integer, static i => new NumberNode(i)),
        null or NullNode => [],
        _ => throw Failure($"range can't iterate over {GoFormat.Value(over)}"),
    };

    private static List<(GoValue Key, GoValue Value)> Count(long count, Func<long, object> value) =>
        [.. Enumerable.Range(0, (int)Math.Clamp(count, 0, 1_000_000)).Select(i => (default(GoValue), new GoValue(value(i))))];

    private void WalkCall(TemplateNode.Call call, GoValue dot, ref Scope scope)
    {
        Reach(call.At, call.Shown);
        if (!defined.TryGetValue(call.Name, out var nodes)) { throw Failure($"template \"{call.Name}\" not defined"); }
        if (_depth >= CallDepthMax) { throw Failure($"exceeded maximum template depth ({CallDepthMax})"); }
        var argument = call.Argument is { } pipeline ? Evaluate(pipeline, dot, ref scope) : default;
        var caller = _name;
        _depth++;
        Execute(call.Name, nodes, argument);
        _depth--;
        _name = caller;
    }

    private GoValue Evaluate(TemplateNode.Pipeline pipeline, GoValue dot, ref Scope scope)
    {
        Reach(pipeline.Commands[0][0].At, pipeline.Shown);
        GoValue? value = null;
        foreach (var command in pipeline.Commands) { value = Command(command, dot, scope, value).Unboxed; }
        foreach (var name in pipeline.Variables)
        {
            if (pipeline.IsDeclaration) { scope = new Scope(scope, name, value!.Value); }
            else { Find(scope, name).Value = value!.Value; }
        }
        return value!.Value;
    }

    private GoValue Command(ImmutableArray<TemplateNode.Operand> words, GoValue dot, Scope scope, GoValue? piped)
    {
        var hasArguments = words.Length > 1 || piped is not null;
        switch (words[0])
        {
            case TemplateNode.Operand.Function function:
                Reach(function);
                return Call(function, words, dot, scope, piped);
            case TemplateNode.Operand.Literal or TemplateNode.Operand.Fields { Names.Length: 0 } or TemplateNode.Operand.Variable { Names.Length: 0 } when hasArguments:
                Reach(words[0]);
                throw NoFunction(words[0]);
            case TemplateNode.Operand.Parenthesis { Names.Length: 0 } when hasArguments: throw NoFunction(words[0]);
            case TemplateNode.Operand.Literal { Value: null } nothing:
                Reach(nothing);
                throw Failure("nil is not a command");
            default: return Value(words[0], dot, scope, hasArguments);
        }
    }

    private TemplateException NoFunction(TemplateNode.Operand operand) => Failure($"can't give argument to non-function {(operand is TemplateNode.Operand.Parenthesis { Names.Length: 0 } inner ? inner.Inner.Shown : operand.Shown)}");

    private GoValue Call(TemplateNode.Operand.Function function, ImmutableArray<TemplateNode.Operand> words, GoValue dot, Scope scope, GoValue? piped)
    {
        var signature = TemplateFunctions.Signatures[function.Name];
        var count = words.Length - 1 + (piped is null ? 0 : 1);
        if (count < signature.Fixed || (count > signature.Fixed && !signature.IsVariadic))
        {
            throw Failure($"wrong number of args for {function.Name}: want {(signature.IsVariadic ? $"at least {signature.Fixed} got {words.Length - 1}" : $"{signature.Fixed} got {count}")}");
        }
        var arguments = new List<GoValue>(count);
        for (var i = 1; i < words.Length; i++)
        {
            arguments.Add(Argument(words[i], dot, scope, signature.TakesText && i == 1));
            if (function.Name is "and" or "or" && TemplateFunctions.IsTrue(arguments[^1].Value) == (function.Name == "or")) { return arguments[^1]; }
        }
        if (piped is { } last) { arguments.Add(signature.TakesText && arguments.Count == 0 ? AsText(last) : last); }
        if (function.Name == "call")
        {
            arguments.Insert(0, new GoValue(words.Length > 1 ? words[1].Shown : GoFormat.Value(piped?.Value)));
        }
        try { return signature.Run(arguments); }
        catch (TemplateException e) when (e.Place is null)
        {
            Reach(function.At, string.Join(' ', words.Select(static w => w.Shown)));
            throw Failure($"error calling {function.Name}: {e.Message}");
        }
    }

    private GoValue Argument(TemplateNode.Operand operand, GoValue dot, Scope scope, bool isText)
    {
        Reach(operand);
        if (!isText) { return operand is TemplateNode.Operand.Function function ? Call(function, [function], dot, scope, null) : Value(operand, dot, scope, hasArguments: false); }
        return operand switch
        {
            TemplateNode.Operand.Literal { Value: null } => throw Failure("cannot assign nil to string"),
            TemplateNode.Operand.Literal { Value: not string } => throw Failure($"expected string; found {operand.Shown}"),
            _ => AsText(Argument(operand, dot, scope, isText: false)),
        };
    }

    private GoValue AsText(GoValue value) => value.Value switch
    {
        string or StringNode => value.Unboxed,
        null => throw Failure("invalid value; expected string"),
        NullNode => throw Failure("wrong type for value; expected string; got interface {}"),
        _ => throw Failure($"wrong type for value; expected string; got {GoFormat.TypeName(value.Value)}"),
    };

    private GoValue Value(TemplateNode.Operand operand, GoValue dot, Scope scope, bool hasArguments)
    {
        Reach(operand);
        switch (operand)
        {
            case TemplateNode.Operand.Literal literal: return new GoValue(literal.Value);
            case TemplateNode.Operand.Fields fields: return Fields(dot, fields.Names, hasArguments);
            case TemplateNode.Operand.Variable variable: return Fields(Find(scope, variable.Name).Value, variable.Names, hasArguments);
            case TemplateNode.Operand.Parenthesis inner: return Fields(Evaluate(inner.Inner, dot, ref scope), inner.Names, hasArguments);
            default: throw Failure("unexpected operand");
        }
    }

    private GoValue Fields(GoValue value, ImmutableArray<string> names, bool hasArguments)
    {
        for (var i = 0; i < names.Length; i++)
        {
            switch (value.Value)
            {
                case ObjectNode when hasArguments && i == names.Length - 1: throw Failure($"{names[i]} is not a method but has arguments");
                case ObjectNode fields when fields[names[i]] is { } field: value = new GoValue(field, IsBoxed: true); break;
                case ObjectNode: value = allowsMissing ? default : throw Failure($"map has no entry for key \"{names[i]}\""); break;
                case null: value = allowsMissing ? default : throw Failure($"nil data; no entry for key \"{names[i]}\""); break;
                case NullNode: throw Failure($"nil pointer evaluating interface {{}}.{names[i]}");
                default: throw Failure($"can't evaluate field {names[i]} in type {value.TypeName}");
            }
        }
        return value;
    }

    private Scope Find(Scope scope, string name)
    {
        while (scope.Name != name) { scope = scope.Outer ?? throw Failure($"undefined variable: {name}"); }
        return scope;
    }

    private void Reach(TemplateNode.Operand operand) => Reach(operand.Place, operand.Shown);

    private void Reach(int at, string shown) => (_at, _shown) = (at, shown);

    // The failure with its line and column; columns are counted in bytes.
    private TemplateException Failure(string message)
    {
        var before = template[.._at];
        var lineStart = before.LastIndexOf('\n') + 1;
        return new TemplateException(message, $"{before.Count(static c => c == '\n') + 1}:{Encoding.UTF8.GetByteCount(before[lineStart..])}", _shown) { Template = _name };
    }

    private sealed class Scope(Scope? outer, string name, GoValue value)
    {
        public GoValue Value { get; set; } = value;

        public Scope? Outer => outer;

        public string Name => name;
    }
}

using System.Collections.Immutable;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Templates;

/// <summary>Reads Go templates. Source: the documentation of text/template.</summary>
internal sealed class TemplateParser
{
    private readonly List<(string Text, List<TemplateWord>? Action)> _parts;
    private readonly Dictionary<string, ImmutableArray<TemplateNode>> _defined;
    private int _at;
    private int _ranges;
    private List<string> _variables = ["$"];

    private TemplateParser(string template, Dictionary<string, ImmutableArray<TemplateNode>> defined) => (_parts, _defined) = (TemplateLexer.Read(template), defined);

    /// <summary>The parts of a template, and the templates it defines.</summary>
    /// <exception cref="TemplateException">It is malformed.</exception>
    public static ImmutableArray<TemplateNode> Parse(string template, Dictionary<string, ImmutableArray<TemplateNode>> defined)
    {
        var parser = new TemplateParser(template, defined);
        try
        {
            var (nodes, end, _) = parser.List(isTop: true);
            return end.Length == 0 ? nodes : throw new TemplateException($"template: output:1: unexpected {{{{{end}}}}}");
        }
        catch (TemplateException e) { throw new TemplateException(e.Message.Replace("output:1:", $"output:{1 + template.AsSpan(0, parser.Reached(template)).Count('\n')}:", StringComparison.Ordinal)); }
    }

    // Where the action ends that is being read.
    private int Reached(string template)
    {
        var last = _parts.Take(_at).LastOrDefault(static p => p.Action is { Count: > 0 }).Action;
        return _at >= _parts.Count && last is null or [] ? template.Length : last is { Count: > 0 } ? last[^1].At : 0;
    }

    // Up to {{end}} or {{else}}; the word that ended it and what stood behind it.
    private (ImmutableArray<TemplateNode> Nodes, string End, List<TemplateWord> After) List(bool isTop = false)
    {
        var nodes = ImmutableArray.CreateBuilder<TemplateNode>();
        while (_at < _parts.Count)
        {
            var (text, action) = _parts[_at++];
            if (action is null) { nodes.Add(new TemplateNode.Text(text)); continue; }
            var words = Trim(action);
            if (words.Count == 0) { throw new TemplateException("template: output:1: missing value for command"); }
            if (words[0].Text is "end" or "else") { return (nodes.ToImmutable(), words[0].Text, Trim(words[1..])); }
            if (Statement(words, isTop) is { } node) { nodes.Add(node); }
        }
        return isTop ? (nodes.ToImmutable(), "", []) : throw new TemplateException("template: output:1: unexpected EOF");
    }

    private TemplateNode? Statement(List<TemplateWord> words, bool isTop)
    {
        var rest = Trim(words[1..]);
        switch (words[0].Text)
        {
            case "if": return Branch(rest, "if");
            case "with": return Branch(rest, "with");
            case "range":
                var known = _variables.Count;
                var over = PipelineOf(rest, "range");
                _ranges++;
                var (body, bodyEnd, _) = List();
                _ranges--;
                ImmutableArray<TemplateNode> otherwise = bodyEnd == "else" ? List().Nodes : [];
                _variables.RemoveRange(known, _variables.Count - known);
                return new TemplateNode.Range(over, body, otherwise);
            case "define" when isTop:
                _defined[NameOf(rest, "define clause", isAlone: true)] = Apart();
                return null;
            case "define": throw new TemplateException("template: output:1: unexpected <define> in command");
            case "block":
                var name = NameOf(rest, "block clause");
                _defined[name] = Apart();
                return new TemplateNode.Call(name, PipelineOf(Trim(rest[1..])), rest[0].At);
            case "template":
                var called = NameOf(rest, "template clause");
                var argument = Trim(rest[1..]);
                return new TemplateNode.Call(called, argument.Count > 0 ? PipelineOf(argument) : null, rest[0].At);
            case "break" or "continue" when rest.Count > 0: throw new TemplateException($"template: output:1: unexpected \"{rest[0].Text}\" in {{{{{words[0].Text}}}}}");
            case "break" or "continue": return _ranges > 0 ? new TemplateNode.Leave(words[0].Text == "break") : throw new TemplateException($"template: output:1: {{{{{words[0].Text}}}}} outside {{{{range}}}}");
            default: return new TemplateNode.Action(PipelineOf(words));
        }
    }

    private static string NameOf(List<TemplateWord> words, string place, bool isAlone = false)
    {
        var wrong = words is not [{ Text: ['"' or '`', ..] }, ..] ? words.FirstOrDefault(new TemplateWord("}}", 0)).Text : isAlone && words.Count > 1 ? Trim(words[1..])[0].Text : "";
        return wrong.Length == 0 ? Unquote(words[0].Text) : throw new TemplateException($"template: output:1: unexpected {QuotedText.Go(wrong)} in {place}");
    }

    // A template of its own: a range around its definition is none around it.
    private ImmutableArray<TemplateNode> Apart()
    {
        var (ranges, variables) = (_ranges, _variables);
        (_ranges, _variables) = (0, ["$"]);
        var nodes = List().Nodes;
        (_ranges, _variables) = (ranges, variables);
        return nodes;
    }

    private TemplateNode.Branch Branch(List<TemplateWord> words, string kind)
    {
        var known = _variables.Count;
        var condition = PipelineOf(words, kind);
        var (then, end, rest) = List();
        ImmutableArray<TemplateNode> otherwise = end != "else" ? [] : rest is [{ Text: "if" or "with" }, ..] ? [Branch(Trim(rest[1..]), rest[0].Text)] : List().Nodes;
        _variables.RemoveRange(known, _variables.Count - known);
        return new TemplateNode.Branch(condition, then, otherwise, kind == "with");
    }

    private TemplateNode.Pipeline PipelineOf(List<TemplateWord> words, string kind = "command")
    {
        if (words.Count == 0) { throw new TemplateException($"template: output:1: missing value for {kind}"); }
        var at = 0;
        var pipeline = ReadPipeline(words, ref at, kind);
        return at >= words.Count ? pipeline : throw new TemplateException($"template: output:1: unexpected \"{words[at].Text}\" in command");
    }

    private TemplateNode.Pipeline ReadPipeline(List<TemplateWord> words, ref int at, string kind)
    {
        var (variables, isDeclaration) = Variables(words, ref at, kind);
        _variables.AddRange(variables);
        var commands = ImmutableArray.CreateBuilder<ImmutableArray<TemplateNode.Operand>>();
        var command = ImmutableArray.CreateBuilder<TemplateNode.Operand>();
        for (; at < words.Count && words[at].Text != ")"; at++)
        {
            if (words[at].Text == " ") { continue; }
            if (words[at].Text == "|")
            {
                if (command.Count == 0) { throw new TemplateException("template: output:1: missing value for command"); }
                commands.Add(command.ToImmutable());
                command.Clear();
                continue;
            }
            command.Add(Operand(words, ref at));
            if (command[^1] is TemplateNode.Operand.Literal term && at + 1 < words.Count && words[at + 1].Text is ['.', ..]) { throw new TemplateException($"template: output:1: unexpected . after term {QuotedText.Go(term.Shown)}"); }
        }
        if (command.Count == 0) { throw new TemplateException("template: output:1: missing value for command"); }
        commands.Add(command.ToImmutable());
        for (var stage = 1; stage < commands.Count; stage++)
        {
            if (commands[stage][0] is TemplateNode.Operand.Literal) { throw new TemplateException($"template: output:1: non executable command in pipeline stage {stage + 1}"); }
        }
        return new TemplateNode.Pipeline(variables, isDeclaration, commands.ToImmutable());
    }

    private static (ImmutableArray<string> Names, bool IsDeclaration) Variables(List<TemplateWord> words, ref int at, string kind)
    {
        var end = words.FindIndex(at, static w => w.Text is ":=" or "=");
        if (end < 0 || words[at].Text is not ['$', ..]) { return ([], false); }
        string[] names = [.. words.Skip(at).Take(end - at).Select(static w => w.Text).Where(static w => w != " ")];
        if (!names.Where(static (n, i) => i % 2 == 0).All(static n => n.StartsWith('$')) || !names.Where(static (n, i) => i % 2 == 1).All(static n => n == ",")) { return ([], false); }
        if (names.Length > (kind == "range" ? 3 : 1)) { throw new TemplateException($"template: output:1: too many declarations in {kind}"); }
        at = end + 1;
        return ([.. names.Where(static n => n != ",")], words[end].Text == ":=");
    }

    private TemplateNode.Operand Operand(List<TemplateWord> words, ref int at)
    {
        var (word, start) = words[at];
        switch (word[0])
        {
            case '"' or '`': return new TemplateNode.Operand.Literal(Unquote(word), word, start);
            case '\'': return new TemplateNode.Operand.Literal(Rune(word), word, start);
            case '(':
                at++;
                var inner = ReadPipeline(words, ref at, "parenthesized pipeline");
                if (at >= words.Count) { throw new TemplateException("template: output:1: unclosed left paren"); }
                var fields = at + 1 < words.Count && words[at + 1].Text is ['.', _, ..] ? Names(words[++at].Text) : [];
                return new TemplateNode.Operand.Parenthesis(inner, fields, start);
            case '.' when word.Length == 1 || !char.IsAsciiDigit(word[1]): return new TemplateNode.Operand.Fields(Names(word), start);
            case '$':
                var dot = word.IndexOf('.', StringComparison.Ordinal);
                var variable = dot < 0 ? word : word[..dot];
                if (!_variables.Contains(variable)) { throw new TemplateException($"template: output:1: undefined variable \"{variable}\""); }
                return new TemplateNode.Operand.Variable(variable, dot < 0 ? [] : Names(word[dot..]), start);
        }
        if (char.IsAsciiDigit(word[0]) || word[0] is '+' or '-' or '.')
        {
            // The real part of a complex number is a word of its own: 1+2i.
            while (at + 1 < words.Count && words[at + 1].Text is ['+' or '-', _, ..]) { word += words[++at].Text; }
            return new TemplateNode.Operand.Literal(Number(word), word, start);
        }
        return word switch
        {
            "true" or "false" => new TemplateNode.Operand.Literal(word == "true", word, start),
            "nil" => new TemplateNode.Operand.Literal(null, word, start),
            _ => TemplateFunctions.IsKnown(word) ? new TemplateNode.Operand.Function(word, start) : throw new TemplateException($"template: output:1: function \"{word}\" not defined"),
        };
    }

    private static ImmutableArray<string> Names(string word) => [.. word.Split('.', StringSplitOptions.RemoveEmptyEntries)];

    private static List<TemplateWord> Trim(List<TemplateWord> words)
    {
        var (start, end) = (0, words.Count);
        while (start < end && words[start].Text == " ") { start++; }
        while (end > start && words[end - 1].Text == " ") { end--; }
        return words[start..end];
    }

    private static string Unquote(string word) => GoLiteral.Unquote(word) ?? throw new TemplateException("template: output:1: invalid syntax");

    private static object Number(string word) => word is ['0', ..] && word.All(char.IsAsciiDigit) && word.AsSpan().ContainsAny('8', '9') ? throw new TemplateException($"template: output:1: integer overflow: \"{word}\"") : GoLiteral.Number(word) ?? throw new TemplateException($"template: output:1: {(GoLiteral.IsTooLarge(word) || word is "+" or "-" or "0x" or "0X" or "0b" or "0o" ? "illegal" : "bad")} number syntax: \"{word}\"");

    private static long Rune(string word) => Unquote(word) switch
    {
        "" => throw new TemplateException("template: output:1: invalid syntax"),
        var text when text.EnumerateRunes().Count() == 1 => text.EnumerateRunes().First().Value,
        _ => throw new TemplateException($"template: output:1: malformed character constant: {word}"),
    };
}

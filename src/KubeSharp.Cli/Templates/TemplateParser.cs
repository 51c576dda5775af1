using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.Cli.Templates;

/// <summary>Reads Go templates. Source: the documentation of text/template.</summary>
internal sealed class TemplateParser
{
    private readonly List<(string Text, List<TemplateWord>? Action)> _parts;
    private readonly Dictionary<string, ImmutableArray<TemplateNode>> _defined;
    private int _at;
    private int _ranges;

    private TemplateParser(string template, Dictionary<string, ImmutableArray<TemplateNode>> defined) => (_parts, _defined) = (TemplateLexer.Read(template), defined);

    /// <summary>The parts of a template, and the templates it defines.</summary>
    /// <exception cref="TemplateException">It is malformed.</exception>
    public static ImmutableArray<TemplateNode> Parse(string template, Dictionary<string, ImmutableArray<TemplateNode>> defined)
    {
        var parser = new TemplateParser(template, defined);
        var (nodes, end, _) = parser.List(isTop: true);
        return end.Length == 0 ? nodes : throw new TemplateException($"template: output:1: unexpected {{{{{end}}}}}");
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
            if (words.Count == 0) { continue; }
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
            case "if": return Branch(rest, setsDot: false);
            case "with": return Branch(rest, setsDot: true);
            case "range":
                _ranges++;
                var (body, bodyEnd, _) = List();
                _ranges--;
                return new TemplateNode.Range(PipelineOf(rest), body, bodyEnd == "else" ? List().Nodes : []);
            case "define" when isTop:
                _defined[Unquote(rest[0].Text)] = Apart();
                return null;
            case "define": throw new TemplateException("template: output:1: unexpected <define> in command");
            case "block":
                var name = Unquote(rest[0].Text);
                _defined[name] = Apart();
                return new TemplateNode.Call(name, PipelineOf(Trim(rest[1..])));
            case "template":
                var argument = Trim(rest[1..]);
                return new TemplateNode.Call(Unquote(rest[0].Text), argument.Count > 0 ? PipelineOf(argument) : null);
            case "break" or "continue" when rest.Count > 0: throw new TemplateException($"template: output:1: unexpected \"{rest[0].Text}\" in {{{{{words[0].Text}}}}}");
            case "break" or "continue": return _ranges > 0 ? new TemplateNode.Leave(words[0].Text == "break") : throw new TemplateException($"template: output:1: {{{{{words[0].Text}}}}} outside {{{{range}}}}");
            default: return new TemplateNode.Action(PipelineOf(words));
        }
    }

    // A template of its own: a range around its definition is none around it.
    private ImmutableArray<TemplateNode> Apart()
    {
        var ranges = _ranges;
        _ranges = 0;
        var nodes = List().Nodes;
        _ranges = ranges;
        return nodes;
    }

    private TemplateNode.Branch Branch(List<TemplateWord> condition, bool setsDot)
    {
        var (then, end, rest) = List();
        if (end != "else") { return new TemplateNode.Branch(PipelineOf(condition), then, [], setsDot); }
        if (rest is [{ Text: "if" or "with" }, ..]) { return new TemplateNode.Branch(PipelineOf(condition), then, [Branch(Trim(rest[1..]), rest[0].Text == "with")], setsDot); }
        return new TemplateNode.Branch(PipelineOf(condition), then, List().Nodes, setsDot);
    }

    private static TemplateNode.Pipeline PipelineOf(List<TemplateWord> words)
    {
        var at = 0;
        var pipeline = ReadPipeline(words, ref at);
        return at >= words.Count ? pipeline : throw new TemplateException($"template: output:1: unexpected \"{words[at].Text}\" in command");
    }

    private static TemplateNode.Pipeline ReadPipeline(List<TemplateWord> words, ref int at)
    {
        var (variables, isDeclaration) = Variables(words, ref at);
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
        }
        if (command.Count == 0) { throw new TemplateException("template: output:1: missing value for command"); }
        commands.Add(command.ToImmutable());
        return new TemplateNode.Pipeline(variables, isDeclaration, commands.ToImmutable());
    }

    private static (ImmutableArray<string> Names, bool IsDeclaration) Variables(List<TemplateWord> words, ref int at)
    {
        var end = words.FindIndex(at, static w => w.Text is ":=" or "=");
        if (end < 0 || words[at].Text is not ['$', ..]) { return ([], false); }
        var names = words.Skip(at).Take(end - at).Select(static w => w.Text).Where(static w => w is not (" " or ",")).ToImmutableArray();
        if (!names.All(static n => n.StartsWith('$'))) { return ([], false); }
        at = end + 1;
        return (names, words[end].Text == ":=");
    }

    private static TemplateNode.Operand Operand(List<TemplateWord> words, ref int at)
    {
        var (word, start) = words[at];
        switch (word[0])
        {
            case '"' or '`': return new TemplateNode.Operand.Literal(Unquote(word), word, start);
            case '\'': return new TemplateNode.Operand.Literal((long)char.ConvertToUtf32(Unquote(word), 0), word, start);
            case '(':
                at++;
                var inner = ReadPipeline(words, ref at);
                if (at >= words.Count) { throw new TemplateException("template: output:1: unclosed left paren"); }
                var fields = at + 1 < words.Count && words[at + 1].Text is ['.', _, ..] ? Names(words[++at].Text) : [];
                return new TemplateNode.Operand.Parenthesis(inner, fields, start);
            case '.' when word.Length == 1 || !char.IsAsciiDigit(word[1]): return new TemplateNode.Operand.Fields(Names(word), start);
            case '$':
                var dot = word.IndexOf('.', StringComparison.Ordinal);
                return new TemplateNode.Operand.Variable(dot < 0 ? word : word[..dot], dot < 0 ? [] : Names(word[dot..]), start);
        }
        if (char.IsAsciiDigit(word[0]) || word[0] is '+' or '-' or '.')
        {
            if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) { return new TemplateNode.Operand.Literal(whole, word, start); }
            if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) { return new TemplateNode.Operand.Literal(number, word, start); }
            throw new TemplateException($"template: output:1: bad number syntax: \"{word}\"");
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

    private static string Unquote(string word)
    {
        if (word.Length < 2) { throw new TemplateException($"template: output:1: unexpected \"{word}\""); }
        if (word[0] == '`') { return word[1..^1]; }
        var text = new System.Text.StringBuilder();
        for (var i = 1; i < word.Length - 1; i++)
        {
            if (word[i] != '\\') { text.Append(word[i]); continue; }
            var c = word[++i];
            if (c is 'x' or 'u' && i + (c == 'x' ? 2 : 4) < word.Length)
            {
                var count = c == 'x' ? 2 : 4;
                text.Append((char)int.Parse(word.AsSpan(i + 1, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += count;
                continue;
            }
            text.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', '0' => '\0', _ => c });
        }
        return text.ToString();
    }
}

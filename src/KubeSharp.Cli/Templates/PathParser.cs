using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Templates;

/// <summary>Reads JSONPath templates in kubectl's dialect. Source: the reference page "JSONPath Support".</summary>
internal sealed class PathParser
{
    private const string Operators = "=!<>";
    private readonly string _text;
    private int _at;

    private PathParser(string text) => _text = text;

    /// <summary>The parts of a template.</summary>
    /// <exception cref="TemplateException">It is malformed.</exception>
    public static ImmutableArray<PathStep> Parse(string template)
    {
        var parser = new PathParser(template);
        return parser.Parts(isInRange: false).Parts;
    }

    // Up to {end}; whether it was there.
    private (ImmutableArray<PathStep> Parts, bool HasEnded) Parts(bool isInRange)
    {
        var parts = ImmutableArray.CreateBuilder<PathStep>();
        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            if (_text[_at] != '{') { text.Append(_text[_at++]); continue; }
            if (text.Length > 0) { parts.Add(new PathStep.Text(text.ToString())); text.Clear(); }
            _at++;
            SkipSpaces();
            if (TryWord("end"))
            {
                Expect('}');
                if (isInRange) { return (parts.ToImmutable(), true); }
                parts.Add(new PathStep.Expression([new PathStep.Wrong("not in range, nothing to end")]));
                continue;
            }
            if (TryWord("range"))
            {
                var over = Expression('}');
                var (body, hasEnded) = Parts(isInRange: true);
                parts.Add(new PathStep.Range(over, body, hasEnded));
                continue;
            }
            parts.Add(Expression('}'));
        }
        if (text.Length > 0) { parts.Add(new PathStep.Text(text.ToString())); }
        return (parts.ToImmutable(), false);
    }

    // Up to the closing character, which is taken.
    private PathStep.Expression Expression(char close)
    {
        var steps = ImmutableArray.CreateBuilder<PathStep>();
        while (true)
        {
            while (Peek(0) == ' ') { _at++; }
            if (_at >= _text.Length || _text[_at] is '\r' or '\n') { throw new TemplateException("unclosed action"); }
            if (_text[_at] == close) { _at++; return new PathStep.Expression(steps.ToImmutable()); }
            Step(steps);
        }
    }

    private void Step(ImmutableArray<PathStep>.Builder steps)
    {
        var c = _text[_at];
        // Compat: both are what the expression begins with, which in a range is the item.
        if (c is '$' or '@') { _at++; }
        else if (c == '.' && Peek(1) == '.') { Descend(steps); }
        else if (c == '.') { _at++; FieldAfterDot(steps); }
        else if (c == '[') { _at++; steps.Add(Brackets()); }
        else if (c is '"' or '\'') { steps.Add(new PathStep.Literal(Quoted())); }
        else if (char.IsAsciiDigit(c) || c is '+' or '-') { steps.Add(new PathStep.Literal(Number())); }
        else if (char.IsLetter(c) || c == '_') { Word(steps); }
        else { throw new TemplateException($"unrecognized character in action: U+{(int)c:X4}{(QuotedText.IsPrintable(new Rune(c)) ? $" '{c}'" : "")}"); }
    }

    private void FieldAfterDot(ImmutableArray<PathStep>.Builder steps)
    {
        if (_at < _text.Length && _text[_at] == '*') { _at++; steps.Add(new PathStep.Wildcard()); return; }
        // Compat: a dot without a name asks for the field of no name, which is not there.
        steps.Add(new PathStep.Field(FieldName()));
    }

    private void Descend(ImmutableArray<PathStep>.Builder steps)
    {
        if (steps is [.., PathStep.Descend]) { throw new TemplateException("invalid multiple recursive descent"); }
        _at += 2;
        steps.Add(new PathStep.Descend());
        if (_at < _text.Length && (_text[_at] == '_' || char.IsLetterOrDigit(_text[_at]))) { FieldAfterDot(steps); }
    }

    private string FieldName()
    {
        var name = new StringBuilder();
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '\\' && _at + 1 < _text.Length) { name.Append(_text[_at + 1]); _at += 2; continue; }
            if (c is ' ' or '\t' or '\r' or '\n' or '.' or ',' or '[' or ']' or '$' or '@' or '{' or '}') { break; }
            name.Append(c);
            _at++;
        }
        return name.ToString();
    }

    private void Word(ImmutableArray<PathStep>.Builder steps)
    {
        var word = FieldName();
        if (word is "true" or "false") { steps.Add(new PathStep.Literal(word == "true")); return; }
        steps.Add(new PathStep.Wrong($"unrecognized identifier {word}"));
    }

    private PathStep Brackets()
    {
        SkipSpaces();
        if (Peek(0) == '?' && Peek(1) == '(') { _at += 2; return Filter(); }
        var end = ClosingBracket();
        var inner = _text[_at..end];
        _at = end + 1;
        if (inner == "*") { return new PathStep.Slice(null, null, null, IsIndex: false); }
        if (inner.Length == 0) { throw new TemplateException("invalid array index "); }
        var members = SplitMembers(inner);
        if (members.Count > 1) { return new PathStep.Union([.. members.Select(Member)]); }
        var only = Member(inner);
        return only.Steps.Length == 1 ? only.Steps[0] : new PathStep.Union([only]);
    }

    private static PathStep.Expression Member(string text)
    {
        var trimmed = text.Trim();
        // Compat: a key in single quotes is a path of its own, so that its dots part names.
        if (trimmed.Length > 2 && trimmed[0] == '\'' && trimmed[^1] == '\'') { return new PathParser($".{trimmed[1..^1]}}}").Expression('}'); }
        var numbers = trimmed.Split(':');
        if (numbers.Length <= 3 && numbers.All(static n => n.Length == 0 || int.TryParse(n, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) && trimmed.Length > 0)
        {
            int? At(int i) => i < numbers.Length && numbers[i].Length > 0 ? int.Parse(numbers[i], CultureInfo.InvariantCulture) : null;
            return new([new PathStep.Slice(At(0), At(1), At(2), numbers.Length == 1)]);
        }
        if (trimmed.StartsWith('.') || trimmed.StartsWith('@') || trimmed.StartsWith('$')) { return new PathParser(trimmed + "}").Expression('}'); }
        throw new TemplateException($"invalid array index {trimmed}");
    }

    private int ClosingBracket()
    {
        var (depth, quote) = (1, '\0');
        for (var i = _at; i < _text.Length; i++)
        {
            var c = _text[i];
            if (quote != '\0') { quote = c == quote ? '\0' : quote; continue; }
            if (c is '\'' or '"') { quote = c; }
            else if (c == '[') { depth++; }
            else if (c == ']' && --depth == 0) { return i; }
        }
        throw new TemplateException("unterminated array");
    }

    private static List<string> SplitMembers(string inner)
    {
        var members = new List<string>();
        var (start, quote) = (0, '\0');
        for (var i = 0; i < inner.Length; i++)
        {
            if (quote != '\0') { quote = inner[i] == quote ? '\0' : quote; }
            else if (inner[i] is '\'' or '"') { quote = inner[i]; }
            else if (inner[i] == ',') { members.Add(inner[start..i]); start = i + 1; }
        }
        members.Add(inner[start..]);
        return members;
    }

    private PathStep.Filter Filter()
    {
        var (depth, quote, start) = (1, '\0', _at);
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (quote != '\0') { quote = c == quote ? '\0' : quote; continue; }
            if (c is '\'' or '"') { quote = c; }
            else if (c == '(') { depth++; }
            else if (c == ')' && --depth == 0) { break; }
        }
        if (_at >= _text.Length) { throw new TemplateException("unterminated filter"); }
        var condition = _text[start.._at];
        _at++;
        Expect(']');
        var (at, end) = Outside(condition);
        return at > 0 && end < condition.Length ? new PathStep.Filter(Side(condition[..at]), condition[at..end], Side(condition[end..])) : new PathStep.Filter(Side(condition), "exists", null);
    }

    // Where the first operator that no quotes enclose begins and ends.
    private static (int Start, int End) Outside(string text)
    {
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            if (quote != '\0') { quote = text[i] == quote ? '\0' : quote; }
            else if (text[i] is '\'' or '"') { quote = text[i]; }
            else if (Operators.Contains(text[i], StringComparison.Ordinal))
            {
                var rest = text.AsSpan(i).IndexOfAnyExcept(Operators);
                return (i, rest < 0 ? text.Length : i + rest);
            }
        }
        return (-1, -1);
    }

    private static PathStep.Expression Side(string text) => new PathParser(text + "}").Expression('}');

    private string Quoted()
    {
        var start = _at++;
        while (_at < _text.Length && _text[_at] != '\n' && (_text[_at] != _text[start] || _text[_at - 1] == '\\')) { _at++; }
        if (_at >= _text.Length || _text[_at] == '\n') { throw new TemplateException("unterminated quoted string"); }
        var quoted = _text[start..++_at];
        return GoLiteral.Unquote(quoted) ?? throw new TemplateException($"unquote string {quoted} error invalid syntax");
    }

    private object Number()
    {
        var start = _at++;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.')) { _at++; }
        var text = _text[start.._at];
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw new TemplateException($"cannot parse number {text}");
    }

    private bool TryWord(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0) { return false; }
        var after = _at + word.Length < _text.Length ? _text[_at + word.Length] : '}';
        if (!char.IsWhiteSpace(after) && after is not ('}' or '.' or '[')) { return false; }
        _at += word.Length;
        return true;
    }

    private void Expect(char c)
    {
        SkipSpaces();
        if (Peek(0) != c) { throw new TemplateException($"unexpected {(_at < _text.Length ? _text[_at] : "end of template")}, want {c}"); }
        _at++;
    }

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void SkipSpaces()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) { _at++; }
    }
}

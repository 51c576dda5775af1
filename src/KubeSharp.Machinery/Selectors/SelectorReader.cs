using System.Collections.Immutable;

namespace KubeSharp.Machinery.Selectors;

/// <summary>Reads the text of a label selector.</summary>
internal sealed class SelectorReader(string text)
{
    private int _at;

    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return _at >= text.Length;
        }
    }

    public LabelRequirement ReadRequirement()
    {
        SkipSpace();
        if (_at < text.Length && text[_at] == '!')
        {
            _at++;
            return new(Key(Word()), "DoesNotExist", []);
        }
        var key = Key(Word());
        SkipSpace();
        if (_at >= text.Length || text[_at] == ',') { return new(key, "Exists", []); }
        switch (Operator())
        {
            case "=" or "==": return new(key, "In", [One()]);
            case "!=": return new(key, "NotIn", [One()]);
            case ">": return new(key, "Gt", [Number(Word())]);
            case "<": return new(key, "Lt", [Number(Word())]);
            case "in": return new(key, "In", Values());
            case "notin": return new(key, "NotIn", Values());
            case var other: throw new FormatException($"unable to parse requirement: found '{other}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    public void Expect(char expected)
    {
        SkipSpace();
        if (_at >= text.Length || text[_at] != expected) { throw new FormatException($"unable to parse requirement: found '{(_at < text.Length ? text[_at..] : "")}'{(expected == '(' ? "" : ",")} expected: '{expected}'"); }
        _at++;
    }

    // A value, which may be empty, but no bracket.
    private string One()
    {
        var word = Word();
        return word.Length > 0 || IsAtEnd || text[_at] == ',' ? Value(word) : throw new FormatException($"unable to parse requirement: found '{text[_at]}', expected: identifier");
    }

    private static string Key(string word) =>
        LabelNames.IsQualifiedName(word) ? word : throw new FormatException($"unable to parse requirement: <nil>: Invalid value: \"{word}\": {LabelNames.QualifiedNameRule}");

    private static string Value(string word) =>
        LabelNames.IsLabelValue(word) ? word : throw new FormatException($"unable to parse requirement: values[0]: Invalid value: \"{word}\": {LabelNames.LabelValueRule}");

    private static string Number(string word) =>
        long.TryParse(word, out _) ? word : throw new FormatException($"unable to parse requirement: values[0]: Invalid value: \"{word}\": for 'Gt', 'Lt' operators, the value must be an integer");

    private ImmutableArray<string> Values()
    {
        Expect('(');
        var values = ImmutableArray.CreateBuilder<string>();
        while (true)
        {
            values.Add(Value(Word()));
            SkipSpace();
            if (_at < text.Length && text[_at] == ',')
            {
                _at++;
                continue;
            }
            Expect(')');
            return values.ToImmutable();
        }
    }

    private string Operator()
    {
        if (text[_at] is '=' or '!' or '>' or '<')
        {
            var start = _at++;
            if (_at < text.Length && text[_at] == '=') { _at++; }
            return text[start.._at];
        }
        return Word();
    }

    private string Word()
    {
        SkipSpace();
        var start = _at;
        while (_at < text.Length && text[_at] is not ('=' or '!' or '(' or ')' or ',' or '>' or '<' or ' ' or '\t' or '\n' or '\r')) { _at++; }
        return text[start.._at];
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is (' ' or '\t' or '\n' or '\r')) { _at++; }
    }
}

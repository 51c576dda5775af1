
namespace KubeSharp.Machinery.Serialization;

/// <summary>Finds the first place where a text is no JSON, and says it in the words that clients know. Source: Go, encoding/json, scanner.</summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    private enum Next { Value, ValueOrEnd, Key, KeyOrEnd, Colon, AfterField, AfterItem, Nothing }

    private const string Ended = "unexpected end of JSON input";

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly Stack<Next> _open = [];
    private int _at;

    /// <summary>What is wrong with it; null: nothing.</summary>
    public string? Find()
    {
        var next = Next.Value;
        while (true)
        {
            while (_at < _text.Length && IsSpace(_text[_at])) { _at++; }
            if (_at == _text.Length) { return next == Next.Nothing ? null : Ended; }
            if (Step(ref next) is { } wrong) { return wrong; }
        }
    }

    private string? Step(ref Next next)
    {
        var read = _text[_at++];
        switch (next, (char)read)
        {
            case (Next.Value or Next.ValueOrEnd, '{'): return Open(ref next, Next.AfterField, Next.KeyOrEnd);
            case (Next.Value or Next.ValueOrEnd, '['): return Open(ref next, Next.AfterItem, Next.ValueOrEnd);
            case (Next.ValueOrEnd or Next.AfterItem, ']') or (Next.KeyOrEnd or Next.AfterField, '}'):
                _open.Pop();
                return Close(ref next);
            case (Next.Key or Next.KeyOrEnd, '"'):
                next = Next.Colon;
                return Text();
            case (Next.Colon, ':') or (Next.AfterItem, ','):
                next = Next.Value;
                return null;
            case (Next.AfterField, ','):
                next = Next.Key;
                return null;
            case (Next.Value or Next.ValueOrEnd, _): return Close(ref next) ?? Scalar(read);
            case (Next.Key or Next.KeyOrEnd, _): return Wrong(read, "looking for beginning of object key string");
            case (Next.Colon, _): return Wrong(read, "after object key");
            case (Next.AfterField, _): return Wrong(read, "after object key:value pair");
            case (Next.AfterItem, _): return Wrong(read, "after array element");
            default: return Wrong(read, "after top-level value");
        }
    }

    private readonly string? Open(ref Next next, Next then, Next first)
    {
        _open.Push(then);
        next = first;
        return null;
    }

    private readonly string? Close(ref Next next)
    {
        next = _open.Count == 0 ? Next.Nothing : _open.Peek();
        return null;
    }

    private string? Scalar(byte read) => (char)read switch
    {
        '"' => Text(),
        't' => Literal("true"),
        'f' => Literal("false"),
        'n' => Literal("null"),
        '-' or (>= '0' and <= '9') => Number(read),
        _ => Wrong(read, "looking for beginning of value"),
    };

    private string? Text()
    {
        while (_at < _text.Length)
        {
            var read = _text[_at++];
            if (read == '"') { return null; }
            if (read < ' ') { return Wrong(read, "in string literal"); }
            if (read == '\\' && Escape() is { } wrong) { return wrong; }
        }
        return Ended;
    }

    private string? Escape()
    {
        var read = Take();
        if (read != 'u') { return "\"\\/bfnrt"u8.Contains(read) ? null : Wrong(read, "in string escape code"); }
        for (var i = 0; i < 4; i++)
        {
            if (Take() is var digit && !char.IsAsciiHexDigit((char)digit)) { return Wrong(digit, "in \\u hexadecimal character escape"); }
        }
        return null;
    }

    private string? Literal(string word)
    {
        foreach (var expected in word.AsSpan(1))
        {
            if (Take() is var read && read != expected) { return Wrong(read, $"in literal {word} (expecting '{expected}')"); }
        }
        return null;
    }

    private string? Number(byte read)
    {
        if (read == '-' && !char.IsAsciiDigit((char)(read = Take()))) { return Wrong(read, "in numeric literal"); }
        if (read != '0') { Digits(); }
        if (Peek() == '.')
        {
            _at++;
            if (Take() is var digit && !char.IsAsciiDigit((char)digit)) { return Wrong(digit, "after decimal point in numeric literal"); }
            Digits();
        }
        if (Peek() is not ('e' or 'E')) { return null; }
        _at++;
        if (Peek() is '+' or '-') { _at++; }
        if (Take() is var first && !char.IsAsciiDigit((char)first)) { return Wrong(first, "in exponent of numeric literal"); }
        Digits();
        return null;
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(Peek())) { _at++; }
    }

    // Compat: where the text ends within a value, upstream reads a blank.
    private readonly char Peek() => _at < _text.Length ? (char)_text[_at] : ' ';

    private byte Take() => _at < _text.Length ? _text[_at++] : (byte)' ';

    private static bool IsSpace(byte read) => read is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static string Wrong(byte read, string where) => $"invalid character {Quoted((char)read)} {where}";

    private static string Quoted(char read) => read switch
    {
        '\'' => @"'\''",
        '\\' => @"'\\'",
        '\a' => @"'\a'",
        '\b' => @"'\b'",
        '\f' => @"'\f'",
        '\n' => @"'\n'",
        '\r' => @"'\r'",
        '\t' => @"'\t'",
        '\v' => @"'\v'",
        < ' ' or '\x7f' => $"'\\x{(int)read:x2}'",
        (>= '\x80' and < '\xa1') or '\xad' => $"'\\u{(int)read:x4}'",
        _ => $"'{read}'",
    };
}

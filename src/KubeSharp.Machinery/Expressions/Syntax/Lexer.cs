using System.Globalization;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>Cuts an expression's text into tokens. Source: Lexis, in the language definition.</summary>
internal sealed class Lexer(string source, Mistakes mistakes)
{
    private static readonly string[] _operators = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];
    private int _at;

    public Token Next()
    {
        while (true)
        {
            PassSpace();
            if (_at >= source.Length) { return new(TokenKind.End, "<EOF>", source.Length); }
            var start = _at;
            var c = source[_at];
            if (StringLiterals.IsStart(source, _at))
            {
                if (StringLiterals.Read(source, ref _at, mistakes) is { } literal) { return new(TokenKind.Literal, source[start.._at], start, literal); }
                if (_at > start) { return new(TokenKind.Literal, source[start.._at], start); }
            }
            else if (char.IsAsciiLetter(c) || c == '_') { return Name(); }
            else if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < source.Length && char.IsAsciiDigit(source[_at + 1]))) { return Number(); }
            foreach (var text in _operators)
            {
                if (string.CompareOrdinal(source, _at, text, 0, text.Length) != 0) { continue; }
                _at += text.Length;
                return new(TokenKind.Punctuation, text, start);
            }
            mistakes.Add(start, $"Syntax error: token recognition error at: '{source[start..Math.Min(source.Length, start + (char.IsHighSurrogate(c) ? 2 : 1))]}'");
            _at += char.IsHighSurrogate(c) ? 2 : 1;
        }
    }

    private void PassSpace()
    {
        while (_at < source.Length)
        {
            if (source[_at] is ' ' or '\t' or '\n' or '\r' or '\f') { _at++; }
            else if (source[_at] == '/' && _at + 1 < source.Length && source[_at + 1] == '/')
            {
                while (_at < source.Length && source[_at] != '\n') { _at++; }
            }
            else { return; }
        }
    }

    private Token Name()
    {
        var start = _at;
        while (_at < source.Length && (char.IsAsciiLetterOrDigit(source[_at]) || source[_at] == '_')) { _at++; }
        var text = source[start.._at];
        return new(text is "true" or "false" or "null" or "in" ? TokenKind.Keyword : TokenKind.Identifier, text, start);
    }

    private Token Number()
    {
        var start = _at;
        if (source[_at] == '0' && _at + 2 < source.Length && source[_at + 1] == 'x' && char.IsAsciiHexDigit(source[_at + 2]))
        {
            _at += 2;
            while (_at < source.Length && char.IsAsciiHexDigit(source[_at])) { _at++; }
            return Whole(start, source[(start + 2).._at], NumberStyles.AllowHexSpecifier);
        }
        Digits();
        var isDouble = false;
        if (_at + 1 < source.Length && source[_at] == '.' && char.IsAsciiDigit(source[_at + 1]))
        {
            isDouble = true;
            _at++;
            Digits();
        }
        isDouble |= Exponent();
        if (!isDouble) { return Whole(start, source[start.._at], NumberStyles.None); }
        var value = double.Parse(source.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        return new(TokenKind.Literal, source[start.._at], start, new CelDouble(value));
    }

    private void Digits()
    {
        while (_at < source.Length && char.IsAsciiDigit(source[_at])) { _at++; }
    }

    private bool Exponent()
    {
        if (_at >= source.Length || source[_at] is not ('e' or 'E')) { return false; }
        var at = _at + 1;
        if (at < source.Length && source[at] is '+' or '-') { at++; }
        if (at >= source.Length || !char.IsAsciiDigit(source[at])) { return false; }
        _at = at;
        Digits();
        return true;
    }

    // A whole number just beyond the positive ones keeps no value: with a minus before it the parser reads it again.
    private Token Whole(int start, string digits, NumberStyles style)
    {
        if (_at < source.Length && source[_at] is 'u' or 'U')
        {
            _at++;
            var isUnsigned = ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var unsigned);
            if (!isUnsigned) { mistakes.Add(start, "invalid uint literal"); }
            return new(TokenKind.Literal, source[start.._at], start, new CelUInt(unsigned));
        }
        var isWhole = ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var value) && value <= long.MaxValue;
        return new(TokenKind.Literal, source[start.._at], start, isWhole ? CelInt.Of((long)value) : null);
    }
}

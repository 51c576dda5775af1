using System.Globalization;
using System.Text;

namespace KubeSharp.Machinery.Expressions;

/// <summary>Writes a pattern of RE2 as one of .NET that means the same.</summary>
internal sealed class Re2Translation(string pattern)
{
    private const int RepeatMax = 1000;
    private static readonly Dictionary<string, string> _named = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = "\\x00-\\x7F",
        ["blank"] = "\\t ",
        ["cntrl"] = "\\x00-\\x1F\\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["space"] = "\\t\\n\\v\\f\\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    private readonly StringBuilder _result = new(pattern.Length + 16);
    private readonly Stack<bool> _multiline = new([false]);
    private int _at;

    /// <summary>The pattern.</summary>
    /// <exception cref="FormatException">It is none; the message is Go's.</exception>
    public string Translate()
    {
        var groups = 0;
        var repeats = false;
        while (_at < pattern.Length)
        {
            var c = pattern[_at];
            switch (c)
            {
                case '\\': Escape(inClass: false); repeats = false; break;
                case '[': Class(); repeats = false; break;
                case '(': groups += Group(); repeats = false; break;
                case ')':
                    if (--groups < 0) { throw new FormatException($"unexpected ): `{pattern}`"); }
                    _multiline.Pop();
                    Keep();
                    repeats = false;
                    break;
                case '*' or '+' or '?': Repeat(repeats, _at++); repeats = true; break;
                case '{' when Bounds() is { } end: Repeat(repeats, _at, end); repeats = true; break;
                case '{' or '}': _result.Append('\\').Append(c); _at++; repeats = false; break;
                case '$': _result.Append(_multiline.Peek() ? "$" : "\\z"); _at++; repeats = false; break;
                default: Keep(); repeats = false; break;
            }
        }
        return groups == 0 ? _result.ToString() : throw new FormatException($"missing closing ): `{pattern}`");
    }

    private void Keep() => _result.Append(pattern[_at++]);

    private void Repeat(bool repeats, int start, int end = -1)
    {
        var isFirst = start == 0 || (pattern[start - 1] is '(' or '|' && !IsEscaped(start - 1));
        if (isFirst) { throw new FormatException($"missing argument to repetition operator: `{pattern[start]}`"); }
        if (repeats) { throw new FormatException($"invalid nested repetition operator: `{pattern[(start - 1)..(start + 1)]}`"); }
        if (end >= 0) { _at = end; }
        _result.Append(pattern, start, _at - start);
        if (_at < pattern.Length && pattern[_at] == '?') { Keep(); }
    }

    private bool IsEscaped(int at)
    {
        var slashes = 0;
        while (--at >= 0 && pattern[at] == '\\') { slashes++; }
        return slashes % 2 == 1;
    }

    // Where {2,3} ends; null where the brace is only a brace.
    private int? Bounds()
    {
        var close = pattern.IndexOf('}', _at);
        if (close < 0) { return null; }
        var parts = pattern[(_at + 1)..close].Split(',');
        if (parts.Length > 2 || parts[0].Length == 0 || parts.Any(static p => !p.All(char.IsAsciiDigit))) { return null; }
        var numbers = parts.Where(static p => p.Length > 0).Select(static p => p.Length > 4 ? RepeatMax + 1 : int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        if (numbers.Any(static n => n > RepeatMax) || (numbers.Length == 2 && numbers[0] > numbers[1])) { throw new FormatException($"invalid repeat count: `{pattern[_at..(close + 1)]}`"); }
        return close + 1;
    }

    // 1 where a group was opened, 0 where only flags were set.
    private int Group()
    {
        if (_at + 1 >= pattern.Length || pattern[_at + 1] != '?')
        {
            _multiline.Push(_multiline.Peek());
            Keep();
            return 1;
        }
        var start = _at;
        if (string.CompareOrdinal(pattern, _at, "(?P<", 0, 4) == 0 || string.CompareOrdinal(pattern, _at, "(?<", 0, 3) == 0)
        {
            var nameStart = pattern.IndexOf('<', _at) + 1;
            var nameEnd = pattern.IndexOf('>', nameStart);
            if (nameEnd <= nameStart || !pattern[nameStart..nameEnd].All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')) { throw new FormatException($"invalid named capture: `{pattern[start..Math.Min(pattern.Length, start + 5)]}`"); }
            _result.Append("(?<").Append(pattern, nameStart, nameEnd - nameStart + 1);
            _at = nameEnd + 1;
            _multiline.Push(_multiline.Peek());
            return 1;
        }
        return Flags(start);
    }

    private int Flags(int start)
    {
        var (on, off, isOff) = (new StringBuilder(), new StringBuilder(), false);
        var multiline = _multiline.Peek();
        for (_at += 2; _at < pattern.Length && pattern[_at] is not (':' or ')'); _at++)
        {
            switch (pattern[_at])
            {
                case '-' when !isOff: isOff = true; break;
                case 'm': multiline = !isOff; (isOff ? off : on).Append('m'); break;
                case 'i' or 's': (isOff ? off : on).Append(pattern[_at]); break;
                case 'U': throw new FormatException($"unsupported flag: `{pattern[start..(_at + 1)]}`");
                default: throw new FormatException($"invalid or unsupported Perl syntax: `{pattern[start..Math.Min(pattern.Length, start + 3)]}`");
            }
        }
        if (_at >= pattern.Length) { throw new FormatException($"missing closing ): `{pattern}`"); }
        var isGroup = pattern[_at] == ':';
        if (isGroup) { _multiline.Push(multiline); }
        else
        {
            _multiline.Pop();
            _multiline.Push(multiline);
        }
        _result.Append("(?").Append(on);
        if (off.Length > 0) { _result.Append('-').Append(off); }
        Keep();
        return isGroup ? 1 : 0;
    }

    private void Escape(bool inClass)
    {
        if (_at + 1 >= pattern.Length) { throw new FormatException("trailing backslash at end of expression: ``"); }
        var c = pattern[_at + 1];
        _at += 2;
        switch (c)
        {
            case 'd': _result.Append(inClass ? "0-9" : "[0-9]"); break;
            case 'w': _result.Append(inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]"); break;
            case 's': _result.Append(inClass ? "\\t\\n\\f\\r " : "[\\t\\n\\f\\r ]"); break;
            case 'D': _result.Append(inClass ? "\\x00-/:-\\uFFFF" : "[^0-9]"); break;
            case 'W': _result.Append(inClass ? "\\x00-/:-@\\[-\\^`{-\\uFFFF" : "[^0-9A-Za-z_]"); break;
            case 'S': _result.Append(inClass ? "\\x00-\\x08\\x0B\\x0E-\\x1F!-\\uFFFF" : "[^\\t\\n\\f\\r ]"); break;
            case 'A' or 'z' or 'b' or 'B' when !inClass: _result.Append('\\').Append(c); break;
            case 'Q' when !inClass: Quoted(); break;
            case 'x': Hex(); break;
            case 'p' or 'P': Property(c); break;
            case 'a': _result.Append("\\x07"); break;
            case 'n' or 't' or 'r' or 'f' or 'v': _result.Append('\\').Append(c); break;
            case '0': Octal(); break;
            case >= '!' and <= '~' when !char.IsAsciiLetterOrDigit(c): _result.Append('\\').Append(c); break;
            default: throw new FormatException($"invalid escape sequence: `\\{c}`");
        }
    }

    private void Octal()
    {
        var value = 0;
        for (var i = 0; i < 2 && _at < pattern.Length && pattern[_at] is >= '0' and <= '7'; i++) { value = (value * 8) + (pattern[_at++] - '0'); }
        Code(value);
    }

    private void Code(int value) => _result.Append(value <= 0xFFFF ? $"\\u{value:X4}" : System.Text.RegularExpressions.Regex.Escape(char.ConvertFromUtf32(value)));

    private void Quoted()
    {
        var end = pattern.IndexOf("\\E", _at, StringComparison.Ordinal);
        var text = end < 0 ? pattern[_at..] : pattern[_at..end];
        _result.Append(System.Text.RegularExpressions.Regex.Escape(text));
        _at = end < 0 ? pattern.Length : end + 2;
    }

    private void Hex()
    {
        var (digits, end) = _at < pattern.Length && pattern[_at] == '{' && pattern.IndexOf('}', _at) is var close and > 0
            ? (pattern[(_at + 1)..close], close + 1) : (pattern[_at..Math.Min(pattern.Length, _at + 2)], _at + 2);
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code is > 0x10FFFF or < 0 || code is >= 0xD800 and <= 0xDFFF)
        {
            throw new FormatException("invalid escape sequence: `\\x`");
        }
        _at = end;
        Code(code);
    }

    private void Property(char c)
    {
        var (name, end) = _at < pattern.Length && pattern[_at] == '{' && pattern.IndexOf('}', _at) is var close and > 0
            ? (pattern[(_at + 1)..close], close + 1) : (_at < pattern.Length ? pattern[_at..(_at + 1)] : "", _at + 1);
        if (name.StartsWith('^')) { (c, name) = (c == 'p' ? 'P' : 'p', name[1..]); }
        if (UnicodeScripts.Find(name) is not { } known) { throw new FormatException($"invalid character class range: `\\{c}{{{name}}}`"); }
        _result.Append('\\').Append(c).Append('{').Append(known).Append('}');
        _at = end;
    }

    private void Class()
    {
        var start = _at;
        Keep();
        if (_at < pattern.Length && pattern[_at] == '^') { Keep(); }
        var isFirst = true;
        while (true)
        {
            if (_at >= pattern.Length) { throw new FormatException($"missing closing ]: `{pattern[start..]}`"); }
            var c = pattern[_at];
            if (c == ']' && !isFirst) { Keep(); return; }
            isFirst = false;
            if (c == '\\') { Escape(inClass: true); }
            else if (c == '[' && _at + 1 < pattern.Length && pattern[_at + 1] == ':' && pattern.IndexOf(":]", _at, StringComparison.Ordinal) is var end and > 0) { Named(pattern[(_at + 2)..end], end + 2); }
            else if (c is '[' or ']')
            {
                _result.Append('\\').Append(c);
                _at++;
            }
            else if (c == '-' && _at + 1 < pattern.Length && pattern[_at + 1] == '[')
            {
                _result.Append("\\-");
                _at++;
            }
            else { Keep(); }
        }
    }

    private void Named(string name, int end)
    {
        if (name.StartsWith('^') || !_named.TryGetValue(name, out var range)) { throw new FormatException($"invalid character class range: `[:{name}:]`"); }
        _result.Append(range);
        _at = end;
    }
}

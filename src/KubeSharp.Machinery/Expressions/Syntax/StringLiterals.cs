using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>String and bytes literals: quoted once or three times, raw or with escapes.</summary>
internal static class StringLiterals
{
    public static bool IsStart(string source, int at)
    {
        for (var prefix = 0; prefix < 3 && at < source.Length; prefix++, at++)
        {
            if (source[at] is '"' or '\'') { return true; }
            if (source[at] is not ('r' or 'R' or 'b' or 'B')) { return false; }
        }
        return false;
    }

    /// <summary>The value; null where it does not end, or an escape is none: the mistake is noted and the place is after what was read.</summary>
    public static CelValue? Read(string source, ref int at, Mistakes mistakes)
    {
        var start = at;
        var (isRaw, isBytes) = (false, false);
        for (; source[at] is not ('"' or '\''); at++)
        {
            if (source[at] is 'r' or 'R') { isRaw = true; }
            else { isBytes = true; }
        }
        var quote = source[at];
        var isLong = at + 2 < source.Length && source[at + 1] == quote && source[at + 2] == quote;
        var bodyStart = at += isLong ? 3 : 1;
        while (true)
        {
            if (at >= source.Length || (!isLong && source[at] is '\n' or '\r'))
            {
                mistakes.Add(start, $"Syntax error: token recognition error at: '{source[start..at]}'");
                return null;
            }
            if (source[at] == '\\' && !isRaw && at + 1 < source.Length) { at += 2; continue; }
            if (source[at] == quote && (!isLong || (at + 2 < source.Length && source[at + 1] == quote && source[at + 2] == quote))) { break; }
            at++;
        }
        var body = source[bodyStart..at].Replace("\r\n", "\n");
        at += isLong ? 3 : 1;
        if (isRaw || !body.Contains('\\')) { return isBytes ? new CelBytes(Encoding.UTF8.GetBytes(body)) : new CelString(body); }
        var value = isBytes ? UnescapeBytes(body) is { } bytes ? new CelBytes(bytes) : null : Unescape(body) is { } text ? (CelValue)new CelString(text) : null;
        if (value is null) { mistakes.Add(start, $"unable to unescape string: {body}"); }
        return value;
    }

    private static string? Unescape(string body)
    {
        var text = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length;)
        {
            if (body[i] != '\\') { text.Append(body[i++]); continue; }
            if (Escape(body, ref i) is not { } code || !Rune.IsValid(code.Value)) { return null; }
            text.Append(new Rune(code.Value).ToString());
        }
        return text.ToString();
    }

    private static byte[]? UnescapeBytes(string body)
    {
        var bytes = new List<byte>(body.Length);
        for (var i = 0; i < body.Length;)
        {
            if (body[i] != '\\')
            {
                var length = char.IsHighSurrogate(body[i]) && i + 1 < body.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(body, i, length));
                i += length;
                continue;
            }
            if (Escape(body, ref i) is not { } code || code.IsUnicode) { return null; }
            bytes.Add((byte)code.Value);
        }
        return [.. bytes];
    }

    // The code point or byte of the escape at i, which moves behind it.
    private static (int Value, bool IsUnicode)? Escape(string body, ref int i)
    {
        var c = body[i + 1];
        i += 2;
        switch (c)
        {
            case 'a': return (7, false);
            case 'b': return (8, false);
            case 'f': return (12, false);
            case 'n': return (10, false);
            case 'r': return (13, false);
            case 't': return (9, false);
            case 'v': return (11, false);
            case '\\' or '\'' or '"' or '`' or '?': return (c, false);
            case 'x' or 'X': return Hex(body, ref i, 2, false);
            case 'u': return Hex(body, ref i, 4, true);
            case 'U': return Hex(body, ref i, 8, true);
            case >= '0' and <= '3':
                if (i + 2 > body.Length || body[i] is < '0' or > '7' || body[i + 1] is < '0' or > '7') { return null; }
                var value = ((c - '0') * 64) + ((body[i] - '0') * 8) + (body[i + 1] - '0');
                i += 2;
                return (value, false);
            default: return null;
        }
    }

    private static (int, bool)? Hex(string body, ref int i, int digits, bool isUnicode)
    {
        if (i + digits > body.Length || !int.TryParse(body.AsSpan(i, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) { return null; }
        i += digits;
        return (value, isUnicode);
    }
}

using System.Text;
using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Texts. Source: cel-go's strings extension, version 2.</summary>
internal static class StringLibrary
{
    private static readonly CelType _text = CelType.String;
    private static readonly CelType _texts = CelType.ListOf(CelType.String);

    public static IEnumerable<CelOverload> Overloads =>
    [
        Member("charAt", [_text, CelType.Int], _text, static v => CharAt(Text(v[0]), Int(v[1]))),
        Member("indexOf", [_text, _text], CelType.Int, static v => IndexOf(Text(v[0]), Text(v[1]), 0)).ReadsFirst(),
        Member("indexOf", [_text, _text, CelType.Int], CelType.Int, static v => IndexOf(Text(v[0]), Text(v[1]), Int(v[2]))).ReadsFirst(),
        Member("lastIndexOf", [_text, _text], CelType.Int, static v => LastIndexOf(Text(v[0]), Text(v[1]), null)).ReadsFirst(),
        Member("lastIndexOf", [_text, _text, CelType.Int], CelType.Int, static v => LastIndexOf(Text(v[0]), Text(v[1]), Int(v[2]))).ReadsFirst(),
        Member("lowerAscii", [_text], _text, static v => Map(Text(v[0]), static c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c)).ReadsFirst(),
        Member("upperAscii", [_text], _text, static v => Map(Text(v[0]), static c => char.IsAsciiLetterLower(c) ? (char)(c & ~0x20) : c)).ReadsFirst(),
        Member("replace", [_text, _text, _text], _text, static v => Replace(Text(v[0]), Text(v[1]), Text(v[2]), -1)).ReadsFirst(2).Replaces(),
        Member("replace", [_text, _text, _text, CelType.Int], _text, static v => Replace(Text(v[0]), Text(v[1]), Text(v[2]), Int(v[3]))).ReadsFirst(2).Replaces(),
        Member("split", [_text, _text], _texts, static v => Split(Text(v[0]), Text(v[1]), -1)).ReadsFirst(2),
        Member("split", [_text, _text, CelType.Int], _texts, static v => Split(Text(v[0]), Text(v[1]), Int(v[2]))).ReadsFirst(2),
        Member("substring", [_text, CelType.Int], _text, static v => Substring(Text(v[0]), Int(v[1]), null)).ReadsFirst(),
        Member("substring", [_text, CelType.Int, CelType.Int], _text, static v => Substring(Text(v[0]), Int(v[1]), Int(v[2]))).ReadsFirst(),
        Member("trim", [_text], _text, static v => Text(v[0]).Trim()).ReadsFirst(),
        Member("join", [_texts], _text, static v => Join((CelList)v[0], "")).WritesResult(),
        Member("join", [_texts, _text], _text, static v => Join((CelList)v[0], Text(v[1]))).WritesResult(),
        Member("format", [_text, CelType.ListOf(CelType.Dyn)], _text, static v => Formatting.Format(Text(v[0]), (CelList)v[1])).ReadsFirst(),
        Global("strings.quote", [_text], _text, static v => Quote(Text(v[0]))).ReadsFirst(),
    ];

    // The estimate of the result's size: each place of the first may become the third.
    private static CelOverload Replaces(this CelOverload overload) => overload with { Estimate = static s => (s[0] * 0.2, new CelCost(0, ((s[0] + CelCost.Of(1)) * s[2]).Max is var grown && grown > s[0].Max ? grown : s[0].Max)) };

    private static string Text(CelValue value) => ((CelString)value).Value;
    private static long Int(CelValue value) => ((CelInt)value).Value;

    private static string Map(string text, Func<char, char> map) => string.Create(text.Length, (text, map), static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) { span[i] = from.map(from.text[i]); }
    });

    private static CelError OutOfRange(long index) => new($"index out of range: {index}");

    private static CelValue CharAt(string text, long index)
    {
        if (Texts.At(text, index) is not { } at) { return OutOfRange(index); }
        return at == text.Length ? "" : text[at..Texts.At(text, index + 1)!.Value];
    }

    private static CelValue IndexOf(string text, string wanted, long from)
    {
        if (Texts.At(text, from) is not { } at) { return OutOfRange(from); }
        var found = text.IndexOf(wanted, at, StringComparison.Ordinal);
        return found < 0 ? -1L : Texts.CodePoints(text, found);
    }

    private static CelValue LastIndexOf(string text, string wanted, long? from)
    {
        var last = text.Length;
        if (from is { } limit)
        {
            if (Texts.At(text, limit) is not { } at) { return OutOfRange(limit); }
            last = at;
        }
        for (var i = Math.Min(last, text.Length - wanted.Length); i >= 0; i--)
        {
            if (string.CompareOrdinal(text, i, wanted, 0, wanted.Length) == 0) { return Texts.CodePoints(text, i); }
        }
        return -1L;
    }

    private static CelValue Replace(string text, string old, string by, long limit)
    {
        if (limit == 0) { return text; }
        var result = new StringBuilder();
        var (at, left) = (0, limit < 0 ? long.MaxValue : limit);
        while (left > 0)
        {
            var found = text.IndexOf(old, at, StringComparison.Ordinal);
            if (found < 0) { break; }
            if (old.Length == 0)
            {
                result.Append(by);
                left--;
                if (at == text.Length) { return result.ToString(); }
                var length = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
                result.Append(text, at, length);
                at += length;
                continue;
            }
            result.Append(text, at, found - at).Append(by);
            at = found + old.Length;
            left--;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    private static CelList Split(string text, string separator, long limit)
    {
        if (limit == 0) { return CelList.Empty; }
        if (limit == 1) { return CelList.Of(text); }
        var count = limit < 0 || limit > int.MaxValue ? int.MaxValue : (int)limit;
        if (separator.Length > 0) { return CelList.Of([.. text.Split(separator, count).Select(static p => (CelValue)p)]); }
        var parts = new List<CelValue>();
        var at = 0;
        while (at < text.Length)
        {
            var length = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
            if (parts.Count == count - 1) { length = text.Length - at; }
            parts.Add(text.Substring(at, length));
            at += length;
        }
        return CelList.Of([.. parts]);
    }

    private static CelValue Substring(string text, long start, long? end)
    {
        if (Texts.At(text, start) is not { } first) { return OutOfRange(start); }
        if (end is null) { return text[first..]; }
        if (Texts.At(text, end.Value) is not { } last) { return OutOfRange(end.Value); }
        return start > end ? new CelError($"invalid substring range. start: {start}, end: {end}") : text[first..last];
    }

    private static CelValue Join(CelList list, string separator)
    {
        var text = new StringBuilder();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not CelString part) { return CelError.NoOverload; }
            if (i > 0) { text.Append(separator); }
            text.Append(part.Value);
        }
        return text.ToString();
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                7 => quoted.Append("\\a"),
                8 => quoted.Append("\\b"),
                12 => quoted.Append("\\f"),
                10 => quoted.Append("\\n"),
                13 => quoted.Append("\\r"),
                9 => quoted.Append("\\t"),
                11 => quoted.Append("\\v"),
                '\\' => quoted.Append("\\\\"),
                '"' => quoted.Append("\\\""),
                _ => quoted.Append(rune.ToString()),
            };
        }
        return quoted.Append('"').ToString();
    }
}

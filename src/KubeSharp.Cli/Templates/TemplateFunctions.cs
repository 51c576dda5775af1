using System.Numerics;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Templates;

/// <summary>The functions of Go templates, and kubectl's own: exists, base64decode. and, or are in the interpreter, which need not evaluate all.</summary>
internal static class TemplateFunctions
{
    private static readonly System.Buffers.SearchValues<char> _base64 = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
    private static readonly Dictionary<string, Func<IReadOnlyList<object?>, object?>> _table = new(StringComparer.Ordinal)
    {
        ["and"] = static a => a[^1],
        ["or"] = static a => a[^1],
        ["call"] = static a => throw Wrong("call", $"non-function {GoFormat.Value(a[0])} of type {GoFormat.TypeName(a[0])}"),
        ["not"] = static a => !IsTrue(a[0]),
        ["len"] = static a => Length(a[0]),
        ["index"] = static a => a.Skip(1).Aggregate(a[0], Index),
        ["slice"] = Slice,
        ["print"] = static a => Print(a),
        ["println"] = static a => string.Join(' ', a.Select(GoFormat.Value)) + "\n",
        ["printf"] = static a => GoFormat.Printf(a[0] is string or StringNode ? GoFormat.Value(a[0]) : throw Wrong("printf", "wrong type for value; expected string"), [.. a.Skip(1)]),
        ["html"] = static a => Html(Print(a)),
        ["js"] = static a => string.Concat(Print(a).EnumerateRunes().Select(GoFormat.ScriptEscape)),
        ["urlquery"] = static a => Uri.EscapeDataString(Print(a)).Replace("%20", "+", StringComparison.Ordinal),
        ["eq"] = static a => a.Skip(1).Any(b => Same("eq", a[0], b)),
        ["ne"] = static a => !Same("ne", a[0], a[1]),
        ["lt"] = static a => Compare("lt", a) < 0,
        ["le"] = static a => Compare("le", a) <= 0,
        ["gt"] = static a => Compare("gt", a) > 0,
        ["ge"] = static a => Compare("ge", a) >= 0,
        ["exists"] = static a => Exists(a),
        ["base64decode"] = static a => Decode(GoFormat.Value(a[0])),
    };

    /// <summary>Whether there is such a function.</summary>
    public static bool IsKnown(string name) => _table.ContainsKey(name);

    /// <summary>Calls a function.</summary>
    /// <exception cref="TemplateException">The arguments do not fit.</exception>
    public static object? Call(string name, IReadOnlyList<object?> arguments)
    {
        var least = name switch { "eq" or "ne" or "lt" or "le" or "gt" or "ge" => 2, "print" or "println" or "html" or "js" or "urlquery" => 0, _ => 1 };
        if (arguments.Count < least) { throw new TemplateException($"wrong number of args for {name}: want at least {least} got {arguments.Count}"); }
        return _table[name](arguments);
    }

    /// <summary>Whether a value counts as true: not zero, not empty, not null.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or NullNode or false or "" or 0L or 0.0 => false,
        Complex number => number != Complex.Zero,
        BooleanNode truth => truth.Value,
        StringNode text => text.Value.Length > 0,
        NumberNode number => number.Double != 0,
        ArrayNode items => items.Count > 0,
        ObjectNode fields => fields.Count > 0,
        _ => true,
    };

    private static TemplateException Wrong(string function, string what) => new($"error calling {function}: {what}");

    private static object? Plain(object? value) => value switch
    {
        StringNode text => text.Value,
        BooleanNode truth => truth.Value,
        NumberNode number => number.Double,
        NullNode => null,
        _ => value,
    };

    private static long Length(object? value) => Plain(value) switch
    {
        string text => Encoding.UTF8.GetByteCount(text),
        ArrayNode items => items.Count,
        ObjectNode fields => fields.Count,
        null => throw Wrong("len", "len of nil pointer"),
        var other => throw Wrong("len", $"len of type {GoFormat.TypeName(other)}"),
    };

    private static object? Index(object? value, object? key)
    {
        switch (value)
        {
            case ObjectNode fields when Plain(key) is string name: return fields[name];
            case ObjectNode: throw Wrong("index", $"value has type {GoFormat.TypeName(key)}; should be string");
            case ArrayNode items when key is long or NumberNode:
                var at = key is long whole ? whole : (long)((NumberNode)key).Double;
                return at >= 0 && at < items.Count ? items[(int)at] : throw Wrong("index", $"index out of range: {at}");
            case null or NullNode: throw Wrong("index", "index of untyped nil");
            case StringNode or string when key is long number:
                var bytes = Encoding.UTF8.GetBytes(GoFormat.Value(value));
                return number >= 0 && number < bytes.Length ? (long)bytes[number] : throw Wrong("index", $"index out of range: {number}");
            default: throw Wrong("index", $"cannot index slice/array with type {GoFormat.TypeName(key)}");
        }
    }

    private static object? Slice(IReadOnlyList<object?> arguments)
    {
        int At(int i, int otherwise) => arguments.Count > i && arguments[i] is long whole ? (int)whole : otherwise;
        switch (Plain(arguments[0]))
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                var (from, to) = (At(1, 0), At(2, bytes.Length));
                return from >= 0 && to <= bytes.Length && from <= to ? Encoding.UTF8.GetString(bytes[from..to]) : throw Wrong("slice", $"index out of range: {to}");
            case ArrayNode items:
                var (start, end) = (At(1, 0), At(2, items.Count));
                return start >= 0 && end <= items.Count && start <= end ? new ArrayNode(items.Items[start..end]) : throw Wrong("slice", $"index out of range: {end}");
            default: throw Wrong("slice", "can't slice item of type");
        }
    }

    // Go's Sprint: a space stands between operands of which neither is a string.
    private static string Print(IReadOnlyList<object?> values)
    {
        var text = new StringBuilder();
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0 && Plain(values[i]) is not string && Plain(values[i - 1]) is not string) { text.Append(' '); }
            text.Append(values[i] is null or NullNode ? "<nil>" : GoFormat.Value(values[i]));
        }
        return text.ToString();
    }

    private static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static bool Same(string name, object? a, object? b)
    {
        var (left, right) = (Plain(a), Plain(b));
        if (left is null || right is null) { return left is null && right is null; }
        if (left.GetType() != right.GetType()) { throw Unlike(name, left, right); }
        if (left is ObjectNode or ArrayNode) { throw Wrong(name, $"non-comparable type {GoFormat.Value(left)}: {GoFormat.TypeName(left)}"); }
        return left.Equals(right);
    }

    private static int Compare(string name, IReadOnlyList<object?> arguments) => (Plain(arguments[0]), Plain(arguments[1])) switch
    {
        (long a, long b) => a.CompareTo(b),
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        var (a, b) when a?.GetType() == b?.GetType() => throw Wrong(name, "invalid type for comparison"),
        var (a, b) => throw Unlike(name, a, b),
    };

    private static TemplateException Unlike(string name, object? a, object? b) => Wrong(name, $"incompatible types for comparison: {GoFormat.TypeName(a)} and {GoFormat.TypeName(b)}");

    private static bool Exists(IReadOnlyList<object?> arguments)
    {
        var value = arguments[0];
        foreach (var key in arguments.Skip(1))
        {
            switch (value)
            {
                case ObjectNode fields when Plain(key) is string name && fields[name] is { } inner: value = inner; break;
                case ArrayNode items when key is long at && at >= 0 && at < items.Count: value = items[(int)at]; break;
                default: return false;
            }
        }
        return true;
    }

    private static string Decode(string text)
    {
        var plain = text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        try { return Encoding.UTF8.GetString(Convert.FromBase64String(plain)); }
        catch (FormatException) { throw Wrong("base64decode", $"base64 decode failed: illegal base64 data at input byte {(plain.AsSpan().IndexOfAnyExcept(_base64) is >= 0 and var wrong ? wrong : plain.Length / 4 * 4)}"); }
    }
}

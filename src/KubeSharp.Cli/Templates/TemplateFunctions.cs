using System.Numerics;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Templates;

/// <summary>The functions of Go templates, and kubectl's own: exists, base64decode.</summary>
internal static class TemplateFunctions
{
    private const string Unordered = "invalid type for comparison";
    private static readonly System.Buffers.SearchValues<char> _base64 = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>How a function is called.</summary>
    /// <param name="Fixed">Arguments it needs.</param>
    /// <param name="IsVariadic">Whether it takes more.</param>
    /// <param name="Run">What it does; throws a <see cref="TemplateException"/> without a place.</param>
    /// <param name="TakesText">Whether its first argument must be a text.</param>
    internal sealed record Signature(int Fixed, bool IsVariadic, Func<IReadOnlyList<GoValue>, GoValue> Run, bool TakesText = false);

    /// <summary>All functions by name. Of <c>and</c>, <c>or</c> the interpreter evaluates no more than it needs.</summary>
    public static IReadOnlyDictionary<string, Signature> Signatures { get; } = new Dictionary<string, Signature>(StringComparer.Ordinal)
    {
        ["and"] = new(1, true, static a => a[^1]),
        ["or"] = new(1, true, static a => a[^1]),
        ["call"] = new(1, true, static a => throw new TemplateException(a[1].Value is null or NullNode ? "call of nil" : $"non-function {GoFormat.Value(a[0].Value)} of type {GoFormat.TypeName(a[1].Value)}")),
        ["not"] = new(1, false, static a => new(!IsTrue(a[0].Value))),
        ["len"] = new(1, false, static a => new(Length(a[0]))),
        ["index"] = new(1, true, Index),
        ["slice"] = new(1, true, Slice),
        ["print"] = new(0, true, static a => new(Print(a, "<nil>"))),
        ["println"] = new(0, true, static a => new(string.Join(' ', a.Select(static v => Word(v, "<nil>"))) + "\n")),
        ["printf"] = new(1, true, static a => new(GoPrintf.Format(GoFormat.Value(a[0].Value), [.. a.Skip(1).Select(static v => v.Unboxed.Value)])), TakesText: true),
        ["html"] = new(0, true, static a => new(Html(Escaped(a)))),
        ["js"] = new(0, true, static a => new(string.Concat(Escaped(a).EnumerateRunes().Select(GoFormat.ScriptEscape)))),
        ["urlquery"] = new(0, true, static a => new(Uri.EscapeDataString(Escaped(a)).Replace("%20", "+", StringComparison.Ordinal))),
        ["eq"] = new(1, true, static a => new(Same(a))),
        ["ne"] = new(2, false, static a => new(!Same(a))),
        ["lt"] = new(2, false, static a => new(Compare(a) < 0)),
        ["le"] = new(2, false, static a => new(Compare(a) <= 0)),
        ["gt"] = new(2, false, static a => new(!(Compare(a) <= 0))),
        ["ge"] = new(2, false, static a => new(!(Compare(a) < 0))),
        ["exists"] = new(1, true, static a => new(Exists(a))),
        ["base64decode"] = new(1, false, static a => new(Decode(GoFormat.Value(a[0].Value))), TakesText: true),
    };

    /// <summary>Whether there is such a function.</summary>
    public static bool IsKnown(string name) => Signatures.ContainsKey(name);

    /// <summary>Whether a value counts as true: not zero, not empty, not null.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or NullNode or false or "" or 0L or 0.0 or (byte)0 => false,
        Complex number => number != Complex.Zero,
        BooleanNode truth => truth.Value,
        StringNode text => text.Value.Length > 0,
        NumberNode number => number.Double != 0,
        ArrayNode items => items.Count > 0,
        ObjectNode fields => fields.Count > 0,
        _ => true,
    };

    // A value by its kind: string, bool, long, double, Complex, ObjectNode, ArrayNode; null: nothing.
    private static object? Kind(object? value) => value switch
    {
        StringNode text => text.Value,
        BooleanNode truth => truth.Value,
        NumberNode { IsInteger: true } number => number.Integer,
        NumberNode number => number.Double,
        byte number => (long)number,
        NullNode => null,
        _ => value,
    };

    private static long Length(GoValue value) => Kind(value.Value) switch
    {
        string text => Encoding.UTF8.GetByteCount(text),
        ArrayNode items => items.Count,
        ObjectNode fields => fields.Count,
        null => throw new TemplateException(value.IsBoxed ? "len of nil pointer" : "reflect: call of reflect.Value.Type on zero Value"),
        _ => throw new TemplateException($"len of type {GoFormat.TypeName(value.Value)}"),
    };

    private static GoValue Index(IReadOnlyList<GoValue> arguments)
    {
        var item = arguments[0].Unboxed;
        if (item.Value is null) { throw new TemplateException("index of untyped nil"); }
        foreach (var key in arguments.Skip(1).Select(static k => k.Unboxed))
        {
            switch (Kind(item.Value))
            {
                case null: throw new TemplateException("index of nil pointer");
                case ObjectNode fields: item = new GoValue(fields[Key(key)] ?? NullNode.Instance, IsBoxed: true); break;
                case ArrayNode items: item = new GoValue(At(key, items.Count) is var i && i < items.Count ? items[i] : throw new TemplateException("reflect: slice index out of range"), IsBoxed: true); break;
                case string text:
                    var bytes = Encoding.UTF8.GetBytes(text);
                    item = new GoValue(At(key, bytes.Length) is var at && at < bytes.Length ? bytes[at] : throw new TemplateException("reflect: string index out of range"));
                    break;
                default: throw new TemplateException($"can't index item of type {GoFormat.TypeName(item.Value)}");
            }
        }
        return item;
    }

    private static string Key(GoValue key) => Kind(key.Value) switch
    {
        string name => name,
        null => throw new TemplateException("value is nil; should be of type string"),
        _ => throw new TemplateException($"value has type {key.TypeName}; should be string"),
    };

    private static int At(GoValue key, int count) => key.IsBoxed ? throw new TemplateException("cannot index slice/array with type interface {}") : Kind(key.Value) switch
    {
        long at => at >= 0 && at <= count ? (int)at : throw new TemplateException($"index out of range: {at}"),
        null => throw new TemplateException("cannot index slice/array with nil"),
        _ => throw new TemplateException($"cannot index slice/array with type {key.TypeName}"),
    };

    private static GoValue Slice(IReadOnlyList<GoValue> arguments)
    {
        var value = Kind(arguments[0].Value);
        if (value is null) { throw new TemplateException("slice of untyped nil"); }
        if (arguments.Count > 4) { throw new TemplateException($"too many slice indexes: {arguments.Count - 1}"); }
        if (value is not (string or ArrayNode)) { throw new TemplateException($"can't slice item of type {GoFormat.TypeName(arguments[0].Value)}"); }
        if (value is string && arguments.Count == 4) { throw new TemplateException("cannot 3-index slice a string"); }
        var bytes = value is string text ? Encoding.UTF8.GetBytes(text) : [];
        var count = value is ArrayNode all ? all.Count : bytes.Length;
        int[] bounds = [0, count, count];
        for (var i = 1; i < arguments.Count; i++) { bounds[i - 1] = At(arguments[i], count); }
        if (bounds[0] > bounds[1]) { throw new TemplateException($"invalid slice index: {bounds[0]} > {bounds[1]}"); }
        if (bounds[1] > bounds[2]) { throw new TemplateException($"invalid slice index: {bounds[1]} > {bounds[2]}"); }
        return new GoValue(value is ArrayNode items ? new ArrayNode(items.Items[bounds[0]..bounds[1]]) : Encoding.UTF8.GetString(bytes[bounds[0]..bounds[1]]));
    }

    private static string Word(GoValue value, string nothing) => value.Value is null or NullNode ? nothing : GoFormat.Value(value.Value);

    // Go's Sprint: a space stands between operands of which neither is a string.
    private static string Print(IReadOnlyList<GoValue> values, string nothing)
    {
        var text = new StringBuilder();
        bool IsText(GoValue value) => Kind(value.Value) is string || (value.Value is null or NullNode && nothing != "<nil>");
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0 && !IsText(values[i]) && !IsText(values[i - 1])) { text.Append(' '); }
            text.Append(Word(values[i], nothing));
        }
        return text.ToString();
    }

    private static string Escaped(IReadOnlyList<GoValue> values) => Print(values, "<no value>");

    private static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace('\0', '\uFFFD');

    private static bool Same(IReadOnlyList<GoValue> arguments) => arguments.Count > 1 ? arguments.Skip(1).Any(other => Same(arguments[0].Value, other.Value)) : throw new TemplateException("missing argument for comparison");

    private static bool Same(object? a, object? b)
    {
        var (left, right) = (Kind(a), Kind(b));
        if (left is ObjectNode or ArrayNode or null && right is ObjectNode or ArrayNode or null)
        {
            if (left is null || right is null) { return left is null && right is null; }
            if (left.GetType() != right.GetType()) { throw new TemplateException($"non-comparable types {GoPrintf.Format("%s", [a])}: {GoFormat.TypeName(a)}, {GoFormat.TypeName(b)}: {GoFormat.Value(b)}"); }
            throw new TemplateException($"non-comparable type {GoPrintf.Format("%s", [b])}: {GoFormat.TypeName(b)}");
        }
        if (left is null || right is null) { return false; }
        return left.GetType() == right.GetType() ? left.Equals(right) : throw Unlike(a, b);
    }

    private static int Compare(IReadOnlyList<GoValue> arguments)
    {
        var (a, b) = (arguments[0].Value, arguments[1].Value);
        var (left, right) = (Kind(a), Kind(b));
        if (left is null or ObjectNode or ArrayNode || right is null or ObjectNode or ArrayNode) { throw new TemplateException(Unordered); }
        return (left, right) switch
        {
            (long x, long y) => x.CompareTo(y),
            (double x, double y) => x.CompareTo(y),
            (string x, string y) => string.CompareOrdinal(x, y),
            _ => throw (left.GetType() == right.GetType() ? new TemplateException(Unordered) : Unlike(a, b)),
        };
    }

    private static TemplateException Unlike(object? a, object? b) => new($"incompatible types for comparison: {GoFormat.TypeName(a)} and {GoFormat.TypeName(b)}");

    private static bool Exists(IReadOnlyList<GoValue> arguments)
    {
        var value = arguments[0].Value;
        foreach (var key in arguments.Skip(1).Select(static k => Kind(k.Value)))
        {
            switch (Kind(value))
            {
                case ObjectNode fields when key is string or null: value = fields[key as string ?? ""] ?? NullNode.Instance; break;
                case ArrayNode items when key is long at && at >= 0 && at < items.Count: value = items[(int)at]; break;
                case string text when key is long at && at >= 0 && at < Encoding.UTF8.GetByteCount(text): value = Encoding.UTF8.GetBytes(text)[at]; break;
                default: return false;
            }
        }
        return value is not NullNode;
    }

    private static string Decode(string text)
    {
        var plain = text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        try { return Encoding.UTF8.GetString(Convert.FromBase64String(plain)); }
        catch (FormatException) { throw new TemplateException($"base64 decode failed: illegal base64 data at input byte {(plain.AsSpan().IndexOfAnyExcept(_base64) is >= 0 and var wrong ? wrong : plain.Length / 4 * 4)}"); }
    }
}

using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>The elements of field sets: how they are written, shown and ordered. Pure. Source: Server-Side Apply, fieldsV1.</summary>
internal static class FieldElements
{
    /// <summary>A field by its name; what the schema knows of it has it written.</summary>
    public static string Of(FieldSchema? field, string name) => field?.Element ?? "f:" + name;

    /// <summary>What identifies an item: its keys in the order of their names, one that is missing with its default; or its value.</summary>
    public static string Of(Node item, Schema schema, FieldSchema field)
    {
        if (field.ListType == ListType.Set) { return "v:" + item; }
        if (field.ListKeysOrdered is [var only] && Key(item, schema, only) is StringNode { Value: var text } && IsPlain(text)) { return $"k:{{\"{only}\":\"{text}\"}}"; }
        var keys = new ObjectNode.Builder();
        foreach (var key in field.ListKeysOrdered)
        {
            if (Key(item, schema, key) is { } value) { keys.Set(key, value); }
        }
        return "k:" + keys.ToNode();
    }

    /// <summary>The element as a step of a path in messages.</summary>
    public static string Shown(string element) => element[..2] switch
    {
        "f:" => "." + element[2..],
        "k:" => $"[{string.Join(',', ((ObjectNode)Node.Parse(element[2..])).Select(static f => $"{f.Key}={f.Value}"))}]",
        _ => $"[={element[2..]}]",
    };

    /// <summary>Fields by name, then items by their keys, then items by value; numbers count as numbers.</summary>
    public static int Compare(string x, string y)
    {
        if (x.Length < 2 || y.Length < 2 || x[0] != y[0] || x[0] == 'f' || x == y) { return string.CompareOrdinal(x, y); }
        var mine = x.AsSpan(2);
        var theirs = y.AsSpan(2);
        if (x[0] == 'v') { return Value(mine, theirs) is var order and not 0 ? order : string.CompareOrdinal(x, y); }
        while (Next(ref mine, out var one) && Next(ref theirs, out var other))
        {
            if (Value(one, other) is var order and not 0) { return order; }
        }
        return string.CompareOrdinal(x, y);
    }

    private static Node? Key(Node item, Schema schema, string key) => item.At(key) ?? schema.Items?.Field(key)?.Default;

    // Nothing in it that JSON would escape.
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '/' or '_' or ':')) { return false; }
        }
        return true;
    }

    // The value of the next key: {"name":VALUE,…}, compact, of scalars. What is written otherwise ends the walk.
    private static bool Next(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> value)
    {
        value = default;
        if (rest.Length < 2) { return false; }
        var start = 1 + End(rest[1..]) + 1;
        if (start >= rest.Length) { return false; }
        var length = End(rest[start..]);
        value = rest.Slice(start, length);
        rest = rest[(start + length)..];
        return true;
    }

    // Where the scalar ends that stands first.
    private static int End(ReadOnlySpan<char> text)
    {
        if (text[0] != '"') { return text.IndexOfAny(',', '}', ':') is var end and >= 0 ? end : text.Length; }
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\') { i++; }
            else if (text[i] == '"') { return i + 1; }
        }
        return text.Length;
    }

    private static int Value(ReadOnlySpan<char> x, ReadOnlySpan<char> y) =>
        double.TryParse(x, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && double.TryParse(y, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b) : x.SequenceCompareTo(y);
}

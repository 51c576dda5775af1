using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>What a part of a document is to an expression.</summary>
internal static class NodeValues
{
    public static CelValue From(Node? node, CelType declared) => node switch
    {
        null or NullNode => CelNull.Instance,
        StringNode text => Text(text.Value, declared),
        BooleanNode truth => CelBool.Of(truth.Value),
        NumberNode number => Number(number, declared),
        ArrayNode items => new NodeList(items, declared),
        ObjectNode fields => declared.Kind == CelKind.Object ? new NodeObject(fields, declared) : new NodeMap(fields, declared),
        _ => CelError.NoOverload,
    };

    private static CelValue Text(string text, CelType declared) => declared.Kind switch
    {
        CelKind.Timestamp => Moment(text),
        CelKind.Duration => CelDuration.TryParse(text, out var duration) ? duration : new CelError($"invalid duration format of string '{text}'"),
        CelKind.Bytes => Base64(text),
        _ => new CelString(text),
    };

    private static CelValue Moment(string text)
    {
        if (CelTimestamp.TryParse(text, out var moment) || (text.Length == 10 && CelTimestamp.TryParse(text + "T00:00:00Z", out moment))) { return moment; }
        return new CelError($"invalid date formatted string '{text}'");
    }

    private static CelValue Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? new CelBytes(bytes[..count]) : new CelError("invalid byte formatted string");
    }

    private static CelValue Number(NumberNode number, CelType declared)
    {
        if (declared.Kind == CelKind.Double) { return new CelDouble(number.Double); }
        if (number.IsInteger) { return CelInt.Of(number.Integer); }
        return declared.Kind == CelKind.Int && number.Double == Math.Truncate(number.Double) && Math.Abs(number.Double) < 9.2e18 ? CelInt.Of((long)number.Double) : new CelDouble(number.Double);
    }
}

using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>int(), uint(), double(), string(), bytes(), bool(), timestamp(), duration(), type(), dyn().</summary>
internal static class ConversionLibrary
{
    private static readonly CelError _intRange = new("integer overflow");
    private static readonly CelError _uintRange = new("unsigned integer overflow");
    private static readonly CelType _any = CelType.Parameter("A");
    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    public static IEnumerable<CelOverload> Overloads =>
    [
        Global("dyn", [_any], CelType.Dyn, static v => v[0]),
        Global("type", [_any], CelType.TypeOf(_any), static v => new CelTypeValue(v[0] is CelTypeValue ? CelType.TypeOf(CelType.Dyn) : v[0].Type)),
        .. Same(CelType.Int), .. Same(CelType.UInt), .. Same(CelType.Double), .. Same(CelType.String), .. Same(CelType.Bytes), .. Same(CelType.Bool),
        Global("timestamp", [CelType.Timestamp], CelType.Timestamp, static v => v[0]),
        Global("duration", [CelType.Duration], CelType.Duration, static v => v[0]),
        Global("int", [CelType.UInt], CelType.Int, static v => ((CelUInt)v[0]).Value is var a && a > long.MaxValue ? _intRange : CelInt.Of((long)a)),
        Global("int", [CelType.Double], CelType.Int, static v => ((CelDouble)v[0]).Value is var a && a is > -9223372036854775808.0 and < 9223372036854775808.0 ? CelInt.Of((long)a) : _intRange),
        Global("int", [CelType.String], CelType.Int, static v => long.TryParse(((CelString)v[0]).Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var a) ? CelInt.Of(a) : NoNumber("ParseInt", v[0])),
        Global("int", [CelType.Timestamp], CelType.Int, static v => ((CelTimestamp)v[0]).Seconds),
        Global("int", [CelType.Duration], CelType.Int, static v => ((CelDuration)v[0]).Nanoseconds),
        Global("uint", [CelType.Int], CelType.UInt, static v => ((CelInt)v[0]).Value is var a && a < 0 ? _uintRange : new CelUInt((ulong)a)),
        Global("uint", [CelType.Double], CelType.UInt, static v => ((CelDouble)v[0]).Value is var a && a is >= 0 and < 18446744073709551616.0 ? new CelUInt((ulong)a) : _uintRange),
        Global("uint", [CelType.String], CelType.UInt, static v => ulong.TryParse(((CelString)v[0]).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var a) ? new CelUInt(a) : NoNumber("ParseUint", v[0])),
        Global("double", [CelType.Int], CelType.Double, static v => (double)((CelInt)v[0]).Value),
        Global("double", [CelType.UInt], CelType.Double, static v => (double)((CelUInt)v[0]).Value),
        Global("double", [CelType.String], CelType.Double, static v => ToDouble((CelString)v[0])),
        Global("string", [CelType.Int], CelType.String, static v => Texts.Print(v[0])),
        Global("string", [CelType.UInt], CelType.String, static v => Texts.Print(v[0])),
        Global("string", [CelType.Double], CelType.String, static v => Texts.Print(v[0])),
        Global("string", [CelType.Bool], CelType.String, static v => Texts.Print(v[0])),
        Global("string", [CelType.Timestamp], CelType.String, static v => Texts.Print(v[0])),
        Global("string", [CelType.Duration], CelType.String, static v => Texts.Print(v[0])),
        Global("string", [CelType.Bytes], CelType.String, static v => ToText((CelBytes)v[0])).ReadsFirst(),
        Global("bytes", [CelType.String], CelType.Bytes, static v => new CelBytes(Encoding.UTF8.GetBytes(((CelString)v[0]).Value))).ReadsFirst(),
        Global("bool", [CelType.String], CelType.Bool, static v => ToBool(((CelString)v[0]).Value)),
        Global("timestamp", [CelType.String], CelType.Timestamp, static v => CelTimestamp.TryParse(((CelString)v[0]).Value, out var moment) ? moment : new CelError($"parsing time \"{((CelString)v[0]).Value}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse")),
        Global("timestamp", [CelType.Int], CelType.Timestamp, static v => (Int128)((CelInt)v[0]).Value * 1_000_000_000 is var nanos && CelTimestamp.IsInRange(nanos) ? new CelTimestamp(nanos) : new CelError("timestamp overflow")),
        Global("duration", [CelType.String], CelType.Duration, static v => CelDuration.TryParse(((CelString)v[0]).Value, out var span) ? span : new CelError($"time: invalid duration \"{((CelString)v[0]).Value}\"")),
        Global("duration", [CelType.Int], CelType.Duration, static v => new CelDuration(((CelInt)v[0]).Value)),
    ];

    private static IEnumerable<CelOverload> Same(CelType type) => [Global(type.Name, [type], type, static v => v[0])];

    private static CelError NoNumber(string function, CelValue text) => new($"strconv.{function}: parsing \"{((CelString)text).Value}\": invalid syntax");

    private static CelValue ToDouble(CelString text) => text.Value switch
    {
        "NaN" => double.NaN,
        "Inf" or "+Inf" or "Infinity" => double.PositiveInfinity,
        "-Inf" or "-Infinity" => double.NegativeInfinity,
        _ => double.TryParse(text.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? value : NoNumber("ParseFloat", text),
    };

    private static CelValue ToText(CelBytes bytes)
    {
        try { return _strict.GetString(bytes.Value.Span); }
        catch (DecoderFallbackException) { return new CelError("invalid UTF-8 in bytes, cannot convert to string"); }
    }

    private static CelValue ToBool(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => new CelError($"strconv.ParseBool: parsing \"{text}\": invalid syntax"),
    };
}

using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>+ - * / %. Whole numbers, moments and spans overflow with an error.</summary>
internal static class ArithmeticLibrary
{
    private static readonly CelError _int = new("integer overflow");
    private static readonly CelError _uint = new("unsigned integer overflow");
    private static readonly CelError _divide = new("division by zero");
    private static readonly CelError _modulus = new("modulus by zero");
    private static readonly CelType _item = CelType.Parameter("A");

    public static IEnumerable<CelOverload> Overloads =>
    [
        Int("_+_", static (a, b) => a + b), Int("_-_", static (a, b) => a - b), Int("_*_", static (a, b) => a * b),
        Int("_/_", static (a, b) => a / b, _divide), Int("_%_", static (a, b) => a % b, _modulus),
        UInt("_+_", static (a, b) => a + b), UInt("_-_", static (a, b) => a - b), UInt("_*_", static (a, b) => a * b),
        UInt("_/_", static (a, b) => a / b, _divide), UInt("_%_", static (a, b) => a % b, _modulus),
        Double("_+_", static (a, b) => a + b), Double("_-_", static (a, b) => a - b), Double("_*_", static (a, b) => a * b), Double("_/_", static (a, b) => a / b),
        Global("-_", [CelType.Int], CelType.Int, static v => ((CelInt)v[0]).Value is var a && a == long.MinValue ? _int : CelInt.Of(-a)),
        Global("-_", [CelType.Double], CelType.Double, static v => -((CelDouble)v[0]).Value),
        Global("_+_", [CelType.String, CelType.String], CelType.String, static v => ((CelString)v[0]).Value + ((CelString)v[1]).Value).ReadsBoth(),
        Global("_+_", [CelType.Bytes, CelType.Bytes], CelType.Bytes, static v => new CelBytes([.. ((CelBytes)v[0]).Value.Span, .. ((CelBytes)v[1]).Value.Span])).ReadsBoth(),
        Global("_+_", [CelType.ListOf(_item), CelType.ListOf(_item)], CelType.ListOf(_item), static v => ((CelList)v[0]).Concat((CelList)v[1])).AddsSizes(),
        Global("_+_", [CelType.Timestamp, CelType.Duration], CelType.Timestamp, static v => Moment(((CelTimestamp)v[0]).Nanoseconds + ((CelDuration)v[1]).Nanoseconds)),
        Global("_+_", [CelType.Duration, CelType.Timestamp], CelType.Timestamp, static v => Moment(((CelTimestamp)v[1]).Nanoseconds + ((CelDuration)v[0]).Nanoseconds)),
        Global("_-_", [CelType.Timestamp, CelType.Duration], CelType.Timestamp, static v => Moment(((CelTimestamp)v[0]).Nanoseconds - ((CelDuration)v[1]).Nanoseconds)),
        Global("_-_", [CelType.Timestamp, CelType.Timestamp], CelType.Duration, static v => Span(((CelTimestamp)v[0]).Nanoseconds - ((CelTimestamp)v[1]).Nanoseconds)),
        Global("_+_", [CelType.Duration, CelType.Duration], CelType.Duration, static v => Span((Int128)((CelDuration)v[0]).Nanoseconds + ((CelDuration)v[1]).Nanoseconds)),
        Global("_-_", [CelType.Duration, CelType.Duration], CelType.Duration, static v => Span((Int128)((CelDuration)v[0]).Nanoseconds - ((CelDuration)v[1]).Nanoseconds)),
        Global("-_", [CelType.Duration], CelType.Duration, static v => Span(-(Int128)((CelDuration)v[0]).Nanoseconds)),
    ];

    private static CelOverload Int(string name, Func<Int128, Int128, Int128> run, CelError? byZero = null) => Global(name, [CelType.Int, CelType.Int], CelType.Int, v =>
    {
        var (a, b) = (((CelInt)v[0]).Value, ((CelInt)v[1]).Value);
        if (byZero is not null && b == 0) { return byZero; }
        if (byZero is not null && a == long.MinValue && b == -1) { return _int; }
        var result = run(a, b);
        return result < long.MinValue || result > long.MaxValue ? _int : CelInt.Of((long)result);
    });

    private static CelOverload UInt(string name, Func<Int128, Int128, Int128> run, CelError? byZero = null) => Global(name, [CelType.UInt, CelType.UInt], CelType.UInt, v =>
    {
        var (a, b) = (((CelUInt)v[0]).Value, ((CelUInt)v[1]).Value);
        if (byZero is not null && b == 0) { return byZero; }
        if (name == "_*_") { return UInt128.CreateChecked(a) * b is var product && product > ulong.MaxValue ? _uint : new CelUInt((ulong)product); }
        var result = run(a, b);
        return result < 0 || result > ulong.MaxValue ? _uint : new CelUInt((ulong)result);
    });

    private static CelOverload Double(string name, Func<double, double, double> run) =>
        Global(name, [CelType.Double, CelType.Double], CelType.Double, v => run(((CelDouble)v[0]).Value, ((CelDouble)v[1]).Value));

    private static CelValue Moment(Int128 nanoseconds) => CelTimestamp.IsInRange(nanoseconds) ? new CelTimestamp(nanoseconds) : new CelError("timestamp overflow");

    private static CelValue Span(Int128 nanoseconds) =>
        nanoseconds < long.MinValue || nanoseconds > long.MaxValue ? new CelError("duration overflow") : new CelDuration((long)nanoseconds);
}

using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>&lt; &lt;= &gt; &gt;=: of two of a kind, and of numbers of different types.</summary>
internal static class ComparisonLibrary
{
    private static readonly CelType[] _ordered = [CelType.Bool, CelType.String, CelType.Bytes, CelType.Timestamp, CelType.Duration];
    private static readonly CelType[] _numbers = [CelType.Int, CelType.UInt, CelType.Double];

    public static IEnumerable<CelOverload> Overloads =>
    [
        .. Operator("_<_", static order => order < 0), .. Operator("_<=_", static order => order <= 0),
        .. Operator("_>_", static order => order > 0), .. Operator("_>=_", static order => order >= 0),
    ];

    /// <summary>-1, 0, 1; null where the two have no order.</summary>
    public static int? Compare(CelValue a, CelValue b) => (a, b) switch
    {
        (CelString x, CelString y) => Texts.Compare(x.Value, y.Value),
        (CelBytes x, CelBytes y) => x.Value.Span.SequenceCompareTo(y.Value.Span),
        (CelBool x, CelBool y) => x.Value.CompareTo(y.Value),
        (CelTimestamp x, CelTimestamp y) => x.Nanoseconds.CompareTo(y.Nanoseconds),
        (CelDuration x, CelDuration y) => x.Nanoseconds.CompareTo(y.Nanoseconds),
        _ => Numbers.Compare(a, b),
    };

    private static IEnumerable<CelOverload> Operator(string name, Func<int, bool> holds)
    {
        CelImplementation run = v => Compare(v[0], v[1]) is { } order && holds(order);
        foreach (var type in _ordered) { yield return Global(name, [type, type], CelType.Bool, run).ReadsShorter(); }
        foreach (var a in _numbers)
        {
            foreach (var b in _numbers) { yield return Global(name, [a, b], CelType.Bool, run); }
        }
    }
}

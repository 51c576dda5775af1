using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Quantities;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Amounts of resources. Source: Kubernetes quantity library.</summary>
internal static class QuantityLibrary
{
    public static CelType Type { get; } = CelType.Opaque("kubernetes.Quantity");

    public static IEnumerable<CelOverload> Overloads =>
    [
        Global("quantity", [CelType.String], Type, static v => Quantity.TryParse(Text(v), out var amount) ? new QuantityValue(amount) : new CelError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")).ReadsFirst(),
        Global("isQuantity", [CelType.String], CelType.Bool, static v => Quantity.TryParse(Text(v), out _)).ReadsFirst(),
        Member("sign", [Type], CelType.Int, static v => Of(v[0]).Sign),
        Member("isInteger", [Type], CelType.Bool, static v => IsInteger(Of(v[0]))),
        Member("asInteger", [Type], CelType.Int, static v => IsInteger(Of(v[0])) ? Of(v[0]).Value : new CelError("cannot convert value to integer")),
        Member("asApproximateFloat", [Type], CelType.Double, static v => Of(v[0]).Double),
        Member("isGreaterThan", [Type, Type], CelType.Bool, static v => Of(v[0]) > Of(v[1])),
        Member("isLessThan", [Type, Type], CelType.Bool, static v => Of(v[0]) < Of(v[1])),
        Member("compareTo", [Type, Type], CelType.Int, static v => Math.Sign(Of(v[0]).CompareTo(Of(v[1])))),
        Member("add", [Type, Type], Type, static v => new QuantityValue(Of(v[0]) + Of(v[1]))),
        Member("add", [Type, CelType.Int], Type, static v => new QuantityValue(Of(v[0]) + Quantity.FromValue(((CelInt)v[1]).Value))),
        Member("sub", [Type, Type], Type, static v => new QuantityValue(Of(v[0]) - Of(v[1]))),
        Member("sub", [Type, CelType.Int], Type, static v => new QuantityValue(Of(v[0]) - Quantity.FromValue(((CelInt)v[1]).Value))),
    ];

    private static string Text(ReadOnlySpan<CelValue> v) => ((CelString)v[0]).Value;
    private static Quantity Of(CelValue value) => ((QuantityValue)value).Amount;
    private static bool IsInteger(Quantity amount) => amount == Quantity.FromValue(amount.Value);
}

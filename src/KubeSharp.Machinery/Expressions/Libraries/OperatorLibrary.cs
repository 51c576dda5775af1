using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Logic, equality, membership and indexing. Those that do not evaluate all operands are steps of their own; here are their types.</summary>
internal static class OperatorLibrary
{
    private static readonly CelType _a = CelType.Parameter("A");
    private static readonly CelType _b = CelType.Parameter("B");

    public static IEnumerable<CelOverload> Overloads =>
    [
        Global("_?_:_", [CelType.Bool, _a, _a], _a, static v => v[0] == CelBool.True ? v[1] : v[2]),
        Global("_&&_", [CelType.Bool, CelType.Bool], CelType.Bool, static v => v[0] == CelBool.True && v[1] == CelBool.True),
        Global("_||_", [CelType.Bool, CelType.Bool], CelType.Bool, static v => v[0] == CelBool.True || v[1] == CelBool.True),
        Global("!_", [CelType.Bool], CelType.Bool, static v => v[0] == CelBool.False),
        Global("_==_", [_a, _a], CelType.Bool, static v => v[0].EqualTo(v[1])).ReadsShorter(),
        Global("_!=_", [_a, _a], CelType.Bool, static v => !v[0].EqualTo(v[1])).ReadsShorter(),
        Global("@in", [_a, CelType.ListOf(_a)], CelType.Bool, static v => ((CelList)v[1]).Contains(v[0])).VisitsItems(1),
        Global("@in", [_a, CelType.MapOf(_a, _b)], CelType.Bool, static v => ((CelMap)v[1]).Find(v[0]) is not null),
        Global("_[_]", [CelType.ListOf(_a), CelType.Int], _a, static v => Item((CelList)v[0], v[1])),
        Global("_[_]", [CelType.MapOf(_a, _b), _a], _b, static v => Item(v[0], v[1])),
        Global("_[_]", [CelType.OptionalOf(CelType.ListOf(_a)), CelType.Int], CelType.OptionalOf(_a), static v => Optional(v[0], v[1])),
        Global("_[_]", [CelType.OptionalOf(CelType.MapOf(_a, _b)), _a], CelType.OptionalOf(_b), static v => Optional(v[0], v[1])),
        Global("_[?_]", [CelType.ListOf(_a), CelType.Int], CelType.OptionalOf(_a), static v => Optional(v[0], v[1])),
        Global("_[?_]", [CelType.MapOf(_a, _b), _a], CelType.OptionalOf(_b), static v => Optional(v[0], v[1])),
        Global("_[?_]", [CelType.OptionalOf(CelType.ListOf(_a)), CelType.Int], CelType.OptionalOf(_a), static v => Optional(v[0], v[1])),
        Global("_[?_]", [CelType.OptionalOf(CelType.MapOf(_a, _b)), _a], CelType.OptionalOf(_b), static v => Optional(v[0], v[1])),
        // Indexes that are whole numbers of another type, where only evaluating can tell.
        Global("_[_]", [CelType.ListOf(_a), CelType.Dyn], _a, static v => Item(v[0], v[1])),
        Global("_[?_]", [CelType.ListOf(_a), CelType.Dyn], CelType.OptionalOf(_a), static v => Optional(v[0], v[1])),
    ];

    private static CelValue Item(CelValue container, CelValue index)
    {
        if (container is CelMap map) { return map.Find(index) ?? CelError.NoSuchKey(Texts.Print(index)); }
        if (container is not CelList list || Whole(index) is not { } at) { return CelError.NoOverload; }
        return at >= 0 && at < list.Count ? list[(int)at] : new CelError($"index out of bounds: {Texts.Print(index)}");
    }

    private static CelValue Optional(CelValue container, CelValue index)
    {
        if (container is CelOptional optional)
        {
            if (optional.Value is null) { return CelOptional.None; }
            container = optional.Value;
        }
        if (container is CelMap map) { return map.Find(index) is { } value ? new CelOptional(value) : CelOptional.None; }
        if (container is not CelList list || Whole(index) is not { } at) { return CelError.NoOverload; }
        return at >= 0 && at < list.Count ? new CelOptional(list[(int)at]) : CelOptional.None;
    }

    private static long? Whole(CelValue index) => index switch
    {
        CelInt number => number.Value,
        CelUInt number when number.Value <= long.MaxValue => (long)number.Value,
        CelDouble number when number.Value == Math.Truncate(number.Value) && Math.Abs(number.Value) < 9e18 => (long)number.Value,
        _ => null,
    };
}

using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Values that may not be there. Source: cel-go's optional types.</summary>
internal static class OptionalLibrary
{
    private static readonly CelType _value = CelType.Parameter("V");
    private static readonly CelType _optional = CelType.OptionalOf(_value);

    public static IEnumerable<CelOverload> Overloads =>
    [
        Global("optional.of", [_value], _optional, static v => new CelOptional(v[0])),
        Global("optional.ofNonZeroValue", [_value], _optional, static v => IsZero(v[0]) ? CelOptional.None : new CelOptional(v[0])),
        Global("optional.none", [], _optional, static _ => CelOptional.None),
        Member("value", [_optional], _value, static v => ((CelOptional)v[0]).Value ?? new CelError("optional.none() dereference")),
        Member("hasValue", [_optional], CelType.Bool, static v => ((CelOptional)v[0]).Value is not null),
        Member("or", [_optional, _optional], _optional, static v => ((CelOptional)v[0]).Value is null ? v[1] : v[0]),
        Member("orValue", [_optional, _value], _value, static v => ((CelOptional)v[0]).Value ?? v[1]),
    ];

    private static bool IsZero(CelValue value) => value switch
    {
        CelNull or CelBool { Value: false } or CelInt { Value: 0 } or CelUInt { Value: 0 } or CelDouble { Value: 0 } or CelString { Value.Length: 0 } => true,
        CelBytes { Value.Length: 0 } or CelList { Count: 0 } or CelMap { Count: 0 } or CelOptional { Value: null } or CelDuration { Nanoseconds: 0 } => true,
        _ => false,
    };
}

using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Semantic versions. Source: Kubernetes semver library.</summary>
internal static class SemverLibrary
{
    public static CelType Type { get; } = CelType.Opaque("kubernetes.Semver");

    public static IEnumerable<CelOverload> Overloads =>
    [
        Global("semver", [CelType.String], Type, static v => Parse(v, false)).ReadsFirst(),
        Global("semver", [CelType.String, CelType.Bool], Type, static v => Parse(v, v[1] == CelBool.True)).ReadsFirst(),
        Global("isSemver", [CelType.String], CelType.Bool, static v => Parse(v, false) is SemverValue).ReadsFirst(),
        Global("isSemver", [CelType.String, CelType.Bool], CelType.Bool, static v => Parse(v, v[1] == CelBool.True) is SemverValue).ReadsFirst(),
        Member("major", [Type], CelType.Int, static v => (long)Of(v[0]).Major),
        Member("minor", [Type], CelType.Int, static v => (long)Of(v[0]).Minor),
        Member("patch", [Type], CelType.Int, static v => (long)Of(v[0]).Patch),
        Member("isGreaterThan", [Type, Type], CelType.Bool, static v => Of(v[0]).CompareTo(Of(v[1])) > 0),
        Member("isLessThan", [Type, Type], CelType.Bool, static v => Of(v[0]).CompareTo(Of(v[1])) < 0),
        Member("compareTo", [Type, Type], CelType.Int, static v => Of(v[0]).CompareTo(Of(v[1]))),
    ];

    private static CelValue Parse(ReadOnlySpan<CelValue> v, bool normalizes) =>
        SemverValue.Parse(((CelString)v[0]).Value, normalizes) is { } version ? version : new CelError($"Invalid semver: {((CelString)v[0]).Value}");

    private static SemverValue Of(CelValue value) => (SemverValue)value;
}

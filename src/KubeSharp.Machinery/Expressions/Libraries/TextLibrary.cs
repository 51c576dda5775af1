using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>The language's own functions of texts, and size.</summary>
internal static class TextLibrary
{
    private static readonly CelType[] _sized = [CelType.String, CelType.Bytes, CelType.ListOf(CelType.Parameter("A")), CelType.MapOf(CelType.Parameter("A"), CelType.Parameter("B"))];

    public static IEnumerable<CelOverload> Overloads =>
    [
        .. _sized.Select(static type => Global("size", [type], CelType.Int, static v => CallCosts.SizeOf(v[0]))),
        .. _sized.Select(static type => Member("size", [type], CelType.Int, static v => CallCosts.SizeOf(v[0]))),
        Member("contains", [CelType.String, CelType.String], CelType.Bool, static v => Text(v[0]).Contains(Text(v[1]), StringComparison.Ordinal)).Searches(),
        Member("startsWith", [CelType.String, CelType.String], CelType.Bool, static v => Text(v[0]).StartsWith(Text(v[1]), StringComparison.Ordinal)).ReadsFirst(),
        Member("endsWith", [CelType.String, CelType.String], CelType.Bool, static v => Text(v[0]).EndsWith(Text(v[1]), StringComparison.Ordinal)).ReadsFirst(),
        Member("matches", [CelType.String, CelType.String], CelType.Bool, static v => Matches(v)).MatchesPattern(),
        Global("matches", [CelType.String, CelType.String], CelType.Bool, static v => Matches(v)).MatchesPattern(),
    ];

    private static CelValue Matches(ReadOnlySpan<CelValue> v) => Re2.TryCompile(Text(v[1]), out var pattern, out var error) ? pattern.IsMatch(Text(v[0])) : new CelError(error);

    private static string Text(CelValue value) => ((CelString)value).Value;
}

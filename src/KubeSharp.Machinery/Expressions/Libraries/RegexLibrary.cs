using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>find and findAll. Source: Kubernetes regex library.</summary>
internal static class RegexLibrary
{
    public static IEnumerable<CelOverload> Overloads =>
    [
        Member("find", [CelType.String, CelType.String], CelType.String, static v => Find(v)).MatchesPattern(),
        Member("findAll", [CelType.String, CelType.String], CelType.ListOf(CelType.String), static v => FindAll(v, -1)).MatchesPattern(),
        Member("findAll", [CelType.String, CelType.String, CelType.Int], CelType.ListOf(CelType.String), static v => FindAll(v, ((CelInt)v[2]).Value)).MatchesPattern(),
    ];

    private static CelValue Find(ReadOnlySpan<CelValue> v) =>
        Re2.TryCompile(((CelString)v[1]).Value, out var pattern, out var error) ? pattern.Match(((CelString)v[0]).Value).Value : new CelError($"Illegal regex: {error}");

    private static CelValue FindAll(ReadOnlySpan<CelValue> v, long limit)
    {
        if (!Re2.TryCompile(((CelString)v[1]).Value, out var pattern, out var error)) { return new CelError($"Illegal regex: {error}"); }
        var found = new List<CelValue>();
        foreach (var match in pattern.EnumerateMatches(((CelString)v[0]).Value))
        {
            if (limit >= 0 && found.Count >= limit) { break; }
            found.Add(((CelString)v[0]).Value.Substring(match.Index, match.Length));
        }
        return CelList.Of([.. found]);
    }
}

using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>URLs. Source: Kubernetes URL library.</summary>
internal static class UrlLibrary
{
    public static CelType Url { get; } = CelType.Opaque("kubernetes.URL");

    public static IEnumerable<CelOverload> Overloads =>
    [
        Global("url", [CelType.String], Url, static v => UrlValue.Parse(Text(v)) is { } url ? url : new CelError($"URL parse error during conversion from string: parse \"{Text(v)}\": invalid URI for request")).ReadsFirst(),
        Global("isURL", [CelType.String], CelType.Bool, static v => UrlValue.Parse(Text(v)) is not null).ReadsFirst(),
        Member("getScheme", [Url], CelType.String, static v => ((UrlValue)v[0]).Scheme),
        Member("getHost", [Url], CelType.String, static v => ((UrlValue)v[0]).Host),
        Member("getHostname", [Url], CelType.String, static v => ((UrlValue)v[0]).Hostname),
        Member("getPort", [Url], CelType.String, static v => ((UrlValue)v[0]).Port),
        Member("getEscapedPath", [Url], CelType.String, static v => ((UrlValue)v[0]).EscapedPath),
        Member("getQuery", [Url], CelType.MapOf(CelType.String, CelType.ListOf(CelType.String)), static v => Query(((UrlValue)v[0]).Query)),
    ];

    private static string Text(ReadOnlySpan<CelValue> v) => ((CelString)v[0]).Value;

    private static CelMap Query(string query)
    {
        var values = new Dictionary<string, List<CelValue>>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (part, "") : (part[..equals], part[(equals + 1)..]);
            name = Unescape(name);
            if (!values.TryGetValue(name, out var all)) { values[name] = all = []; }
            all.Add(Unescape(value));
        }
        return CelMap.Of(values.ToDictionary(static p => (CelValue)p.Key, static p => (CelValue)CelList.Of([.. p.Value])));
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

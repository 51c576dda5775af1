using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>
/// The path and query of a request as upstream reads them: decoded once and never cleaned, so that what is authorized is what is asked. Pure, but for
/// <see cref="Settle"/>. Source: Go, net/url.
/// </summary>
public static class RequestPath
{
    private static readonly SearchValues<char> _hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The decoded path of a request's target, in either of its forms; null where it is none that Go takes.</summary>
    public static string? Read(string target)
    {
        var path = target.Split('?', 2)[0];
        if (path == "*") { return "/*"; }
        if (path.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme && path[0] != '/')
        {
            var root = path.IndexOf('/', scheme + 3);
            path = root < 0 ? "/" : path[root..];
        }
        return path.StartsWith('/') ? Decoded(path) : null;
    }

    /// <summary>What stands between the slashes; of those at the begin and the end nothing.</summary>
    public static string[] Parts(string path) => path.Trim('/') is { Length: > 0 } inner ? inner.Split('/') : [];

    /// <summary>A query without the pairs that Go drops: those with a semicolon, and those that are not encoded well.</summary>
    public static string Query(string query) =>
        query.Length < 2 || !query.AsSpan().ContainsAny('%', ';') ? query : "?" + string.Join('&', query[1..].Split('&').Where(static p => !p.Contains(';') && Decoded(p) is not null));

    /// <summary>Gives the request its path and query by what its client sent, before the host cleaned it.</summary>
    /// <returns>False: the path is none.</returns>
    public static bool Settle(HttpContext http)
    {
        if (http.Features.Get<IHttpRequestFeature>()?.RawTarget is not { Length: > 0 } target || HttpMethods.IsConnect(http.Request.Method)) { return true; }
        if (Read(target) is not { } path) { return false; }
        http.Request.Path = path;
        if (http.Request.QueryString is { HasValue: true, Value: var query } && Query(query!) is var kept && kept != query) { http.Request.QueryString = new QueryString(kept); }
        return true;
    }

    private static string? Decoded(string text)
    {
        if (!text.Contains('%')) { return text; }
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
                continue;
            }
            if (i + 2 >= text.Length || text.AsSpan(i + 1, 2).ContainsAnyExcept(_hex)) { return null; }
            bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
            i += 2;
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}

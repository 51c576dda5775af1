using System.Text.RegularExpressions;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>Makes the links of a page that came through a proxy lead through it too: paths from the root get the proxy's own path before them. Source: Access Services Running on Clusters.</summary>
public static partial class HtmlLinks
{
    /// <summary>The page with its links led through the prefix. Links that have it already, relative ones and those to other hosts stay.</summary>
    /// <param name="html">The page.</param>
    /// <param name="prefix">The proxy's path, without a slash at its end.</param>
    /// <param name="host">host:port of the backend: links that name it are its own.</param>
    public static string Rewrite(string html, string prefix, string host) =>
        Tag().Replace(html, tag => Link().Replace(tag.Value, link => link.Groups["before"].Value + Through(link.Groups["url"].Value, prefix, host)));

    /// <summary>One link led through the prefix.</summary>
    public static string Through(string url, string prefix, string host)
    {
        var path = url;
        foreach (var own in (ReadOnlySpan<string>)[$"http://{host}", $"https://{host}"])
        {
            if (url == own) { return prefix + "/"; }
            if (url.StartsWith(own + "/", StringComparison.OrdinalIgnoreCase)) { path = url[own.Length..]; }
        }
        return !path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal) || path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal) ? url : prefix + path;
    }

    [GeneratedRegex("<[a-zA-Z][^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("(?<before>\\s(?:action|background|cite|codebase|data|formaction|href|icon|longdesc|manifest|poster|profile|src|usemap)\\s*=\\s*[\"']?)(?<url>[^\\s\"'>]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}

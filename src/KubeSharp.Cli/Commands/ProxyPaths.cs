using KubeSharp.Cli.Copying;

namespace KubeSharp.Cli.Commands;

/// <summary>The paths of kubectl proxy. Pure.</summary>
internal static class ProxyPaths
{
    private const string ApiPrefix = "/api";

    /// <summary>A prefix as paths are compared with it: with a slash at its end. Compat: one that does not begin with a slash is met by no path.</summary>
    public static string Prefix(string given) => given.EndsWith('/') ? given : given + "/";

    /// <summary>The path that the server is asked for. Compat: a prefix that begins as the server's own paths do is not taken away.</summary>
    public static string Asked(string path, string prefix) => prefix.StartsWith(ApiPrefix, StringComparison.Ordinal) ? path : path[(prefix.Length - 1)..];

    /// <summary>The patterns of a flag. Compat: an empty one beside others meets all.</summary>
    public static string[] Patterns(string given) => given.Length == 0 ? [] : given.Split(',');

    /// <summary>The host of a Host header, as patterns see it: without its port, and then without the brackets of an address.</summary>
    public static string Host(string header)
    {
        var colon = header.LastIndexOf(':');
        if (colon < 0 || (header.IndexOf(':', StringComparison.Ordinal) != colon && header[colon - 1] != ']')) { return header; }
        return header.StartsWith('[') && header[colon - 1] == ']' ? header[1..(colon - 1)] : header[..colon];
    }

    /// <summary>Where a client is sent whose path has empty, . or .. steps, or is a prefix without its last slash; empty: the path is right as it is.</summary>
    public static string Elsewhere(string path, IReadOnlyList<string> prefixes)
    {
        var clean = UnixPath.Clean("/" + path);
        if (path.EndsWith('/') && clean != "/") { clean += "/"; }
        if (clean != path) { return clean; }
        return prefixes.Contains(path + "/") ? path + "/" : "";
    }
}

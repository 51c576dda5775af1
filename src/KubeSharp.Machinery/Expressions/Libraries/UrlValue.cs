using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>An absolute URL or an absolute path with a query, cut into parts as Go's ParseRequestURI does.</summary>
internal sealed class UrlValue(string text, string scheme, string host, string path, string query) : CelOpaque(UrlLibrary.Url)
{
    public string Text { get; } = text;
    public string Scheme { get; } = scheme;
    /// <summary>With port.</summary>
    public string Host { get; } = host;
    public string EscapedPath { get; } = path;
    public string Query { get; } = query;

    /// <summary>Without port and brackets.</summary>
    public string Hostname => PortStart is var at and >= 0 ? Bare(Host[..at]) : Bare(Host);
    public string Port => PortStart is var at and >= 0 ? Host[(at + 1)..] : "";

    public override bool EqualTo(CelValue other) => other is UrlValue url && url.Text == Text;
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    public override string ToString() => Text;

    private int PortStart => Host.LastIndexOf(':') is var colon && colon > Host.LastIndexOf(']') ? colon : -1;

    private static string Bare(string host) => host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;

    /// <summary>The URL; null where the text is none.</summary>
    public static UrlValue? Parse(string text)
    {
        if (text.Length == 0 || text.Any(static c => c < ' ' || c == 0x7f)) { return null; }
        var (scheme, rest) = ("", text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, colon).IndexOfAnyExcept("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") < 0)
        {
            (scheme, rest) = (text[..colon].ToLowerInvariant(), text[(colon + 1)..]);
        }
        else if (text[0] != '/') { return null; }
        var query = "";
        if (rest.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0) { (rest, query) = (rest[..mark], rest[(mark + 1)..]); }
        if (!rest.StartsWith('/')) { return scheme.Length > 0 ? new(text, scheme, "", "", query) : null; }
        var host = "";
        if (scheme.Length > 0 && rest.StartsWith("//", StringComparison.Ordinal))
        {
            var end = rest.IndexOf('/', 2);
            (host, rest) = end < 0 ? (rest[2..], "") : (rest[2..end], rest[end..]);
            if (host.LastIndexOf('@') is var at and >= 0) { host = host[(at + 1)..]; }
            if (!IsHost(host)) { return null; }
        }
        return HasBadEscape(rest) ? null : new(text, scheme, host, Escaped(rest), query);
    }

    private static bool IsHost(string host)
    {
        var afterBracket = host.LastIndexOf(']');
        if (host.StartsWith('[') != afterBracket > 0 && (host.Contains('[') || afterBracket >= 0)) { return false; }
        var colon = host.IndexOf(':', Math.Max(0, afterBracket));
        if (colon >= 0 && !host.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') is false) { return false; }
        return host.AsSpan().IndexOfAny(" <>\"\\^`{|}") < 0 && !HasBadEscape(host);
    }

    private static bool HasBadEscape(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) { return true; }
        }
        return false;
    }

    private static string Escaped(string path) =>
        path.AsSpan().IndexOfAnyExcept("%!$&'()*+,;=:@[]-._~/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") < 0 ? path : string.Join('/', path.Split('/').Select(static p => Uri.EscapeDataString(Uri.UnescapeDataString(p))));
}

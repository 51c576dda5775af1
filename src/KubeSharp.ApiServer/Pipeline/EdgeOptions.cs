using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>What is said of connections and to browsers, whatever is asked for. Source: kube-apiserver, command line tools reference.</summary>
public sealed record EdgeOptions
{
    /// <summary>The most that <see cref="GoawayChance"/> may be.</summary>
    public const double GoawayChanceMax = 0.02;

    /// <summary>Origins whose pages may ask; default none. Source: --cors-allowed-origins.</summary>
    public ImmutableArray<Regex> Origins { get; init; } = [];
    /// <summary>The value of Strict-Transport-Security; empty, the default: it is not sent. Source: --strict-transport-security-directives.</summary>
    public string StrictTransport { get; init; } = "";
    /// <summary>The part of requests over HTTP/2 after which the connection is to end, so that clients spread over several servers; default none. Source: --goaway-chance.</summary>
    public double GoawayChance { get; init; }
    /// <summary>How long it serves on after it is told to end, while it says that it is not ready; default not at all. Source: --shutdown-delay-duration.</summary>
    public TimeSpan ShutdownDelay { get; init; }
    /// <summary>Whether requests that come then are told to come again, until those under way are answered; default: nothing listens any more. Source: --shutdown-send-retry-after.</summary>
    public bool SendsRetryAfter { get; init; }

    /// <summary>The origins that patterns say. Source: --cors-allowed-origins.</summary>
    /// <exception cref="FormatException">A pattern is none, or is pinned at neither end of the host: so it would also let in hosts that only have it within.</exception>
    public static ImmutableArray<Regex> ReadOrigins(ImmutableArray<string> patterns) => [.. patterns.Select(static p => ReadOrigin(p))];

    /// <summary>The value of the header that directives say. Source: --strict-transport-security-directives.</summary>
    /// <exception cref="FormatException">A directive is none.</exception>
    public static string ReadStrictTransport(ImmutableArray<string> directives)
    {
        foreach (var directive in directives)
        {
            if (directive is "includeSubDomains" or "preload" || directive.Split('=') is ["max-age", _]) { continue; }
            throw new FormatException(directive.Trim().Length == 0 ? "empty value in strict-transport-security-directives" : "--strict-transport-security-directives invalid, allowed values: max-age=expireTime, includeSubDomains, preload. see https://tools.ietf.org/html/rfc6797#section-6.1 for more information");
        }
        return string.Join("; ", directives);
    }

    private static Regex ReadOrigin(string pattern)
    {
        if (pattern.Length == 0) { throw new FormatException("empty value in --cors-allowed-origins"); }
        if (!Re2.TryCompile(pattern, out var regex, out var mistake)) { throw new FormatException($"--cors-allowed-origins has an invalid regular expression: {mistake}"); }
        var isPinned = (pattern.Contains('^', StringComparison.Ordinal) || pattern.Contains("//", StringComparison.Ordinal)) && (pattern.Contains('$', StringComparison.Ordinal) || pattern.Contains(':', StringComparison.Ordinal));
        return isPinned ? regex : throw new FormatException("--cors-allowed-origins has an invalid regular expression: regular expression does not pin to start/end of host in the origin header");
    }
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Hosting.Flags;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.Roles;

/// <summary>The flags of kube-apiserver about connections and browsers.</summary>
internal sealed class EdgeFlags(FlagSet flags)
{
    private readonly Flag<ImmutableArray<string>> _origins = flags.List("cors-allowed-origins", "patterns (RE2) of origins whose pages may ask");
    private readonly Flag<ImmutableArray<string>> _transport = flags.List("strict-transport-security-directives", "what browsers are told of HTTPS: max-age=SECONDS, includeSubDomains, preload");
    private readonly Flag<double> _goaway = flags.Number("goaway-chance", 0, "part of requests over HTTP/2, at most 0.02, after which a client is to connect anew; only where there are several servers");
    private readonly Flag<TimeSpan> _delay = flags.Duration("shutdown-delay-duration", TimeSpan.Zero, "how long it serves on after it is told to end, while /readyz fails");
    private readonly Flag<bool> _retryAfter = flags.Switch("shutdown-send-retry-after", false, "at its end new requests are answered 429 until those under way are answered");

    /// <summary>What they say.</summary>
    /// <exception cref="FlagException">A value is none.</exception>
    public EdgeOptions Read()
    {
        if (_goaway.Value > EdgeOptions.GoawayChanceMax) { throw new FlagException("--goaway-chance can not be less than 0 or greater than 0.02"); }
        foreach (var directive in _transport.Value)
        {
            if (directive is "includeSubDomains" or "preload" || directive.Split('=') is ["max-age", _]) { continue; }
            throw new FlagException(directive.Trim().Length == 0 ? "empty value in strict-transport-security-directives" : "--strict-transport-security-directives invalid, allowed values: max-age=expireTime, includeSubDomains, preload. see https://tools.ietf.org/html/rfc6797#section-6.1 for more information");
        }
        return new EdgeOptions { Origins = [.. _origins.Value.Select(Origin)], StrictTransport = string.Join("; ", _transport.Value), GoawayChance = _goaway.Value, ShutdownDelay = _delay.Value, SendsRetryAfter = _retryAfter.Value };
    }

    // A pattern that is pinned at neither end of the host would also let in hosts that only have it within.
    private static Regex Origin(string pattern)
    {
        if (pattern.Length == 0) { throw new FlagException("empty value in --cors-allowed-origins"); }
        if (!Re2.TryCompile(pattern, out var regex, out var mistake)) { throw new FlagException($"--cors-allowed-origins has an invalid regular expression: {mistake}"); }
        var isPinned = (pattern.Contains('^', StringComparison.Ordinal) || pattern.Contains("//", StringComparison.Ordinal)) && (pattern.Contains('$', StringComparison.Ordinal) || pattern.Contains(':', StringComparison.Ordinal));
        return isPinned ? regex : throw new FlagException("--cors-allowed-origins has an invalid regular expression: regular expression does not pin to start/end of host in the origin header");
    }
}

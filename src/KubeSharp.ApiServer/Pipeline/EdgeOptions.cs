using System.Collections.Immutable;
using System.Text.RegularExpressions;

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
}

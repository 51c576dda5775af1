using System.Collections.Immutable;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Hosting.Flags;

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
        try
        {
            return new EdgeOptions
            {
                Origins = EdgeOptions.ReadOrigins(_origins.Value),
                StrictTransport = EdgeOptions.ReadStrictTransport(_transport.Value),
                GoawayChance = _goaway.Value,
                ShutdownDelay = _delay.Value,
                SendsRetryAfter = _retryAfter.Value,
            };
        }
        catch (FormatException e) { throw new FlagException(e.Message); }
    }
}

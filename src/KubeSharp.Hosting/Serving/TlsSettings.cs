using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;

namespace KubeSharp.Hosting.Serving;

/// <summary>Which versions of TLS a server speaks, and with which suites of ciphers. Source: --tls-min-version, --tls-cipher-suites; CIS Kubernetes Benchmark 1.2.</summary>
public sealed class TlsSettings
{
    // Suites of TLS 1.3 cannot be chosen, as upstream.
    private static readonly TlsCipherSuite[] _modern = [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];
    private static readonly TlsCipherSuite[] _secure =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    private TlsSettings(SslProtocols protocols, TlsCipherSuite[] suites) => (Protocols, Policy) = (protocols, new CipherSuitesPolicy([.. _modern, .. suites]));

    /// <summary>TLS 1.2 and 1.3; of 1.2 only suites with ephemeral keys and authenticated encryption.</summary>
    public static TlsSettings Default { get; } = new(SslProtocols.Tls12 | SslProtocols.Tls13, _secure);

    /// <summary>The versions.</summary>
    public SslProtocols Protocols { get; }

    /// <summary>The suites.</summary>
    public CipherSuitesPolicy Policy { get; }

    /// <summary>Reads a least version (VersionTLS12, VersionTLS13; empty: the default) and names of suites (none: the default).</summary>
    /// <exception cref="FormatException">A version or a suite is not known, or not safe.</exception>
    public static TlsSettings Read(string minVersion, ImmutableArray<string> suites)
    {
        var protocols = minVersion switch
        {
            "" or "VersionTLS12" => SslProtocols.Tls12 | SslProtocols.Tls13,
            "VersionTLS13" => SslProtocols.Tls13,
            "VersionTLS10" or "VersionTLS11" => throw new FormatException($"{minVersion} is not safe and not spoken; use VersionTLS12 or VersionTLS13"),
            _ => throw new FormatException($"unknown tls version \"{minVersion}\""),
        };
        if (suites.IsEmpty) { return new(protocols, _secure); }
        return new(protocols, [.. suites.Select(static s => Find(s))]);
    }

    private static TlsCipherSuite Find(string name)
    {
        // Compat: Go's older names of two suites lack their hash.
        var full = name.EndsWith("_CHACHA20_POLY1305", StringComparison.Ordinal) ? name + "_SHA256" : name;
        foreach (var suite in _secure.Concat(_modern))
        {
            if (suite.ToString() == full) { return suite; }
        }
        throw new FormatException($"Cipher suite {name} not supported or doesn't exist");
    }
}

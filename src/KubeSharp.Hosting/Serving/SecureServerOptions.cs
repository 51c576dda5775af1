using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Hosting.Serving;

/// <summary>Where and how to serve.</summary>
public sealed record SecureServerOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public required IPEndPoint EndPoint { get; init; }
    /// <summary>The serving certificates, with their keys.</summary>
    public required ServingCertificates Certificates { get; init; }
    /// <summary>Authorities that the handshake names, so that clients know which of their certificates to show; none: it names none, and they show what they have.</summary>
    public X509Certificate2Collection ClientAuthorities { get; init; } = [];
    /// <summary>Versions of TLS and suites of ciphers that are spoken; default TLS 1.2 and 1.3 with suites that keep past sessions secret.</summary>
    public TlsSettings Tls { get; init; } = TlsSettings.Default;
    /// <summary>Called for each connection that ends before it is secure; null: nobody asks.</summary>
    public Action? HandshakeFailed { get; init; }
    /// <summary>Largest request body; default 3 MiB, as the API server's.</summary>
    public long RequestBodyMaxBytes { get; init; } = 3 * 1024 * 1024;
    /// <summary>Streams a client may have open on an HTTP/2 connection; default 250, as upstream's.</summary>
    public int StreamsPerConnectionMax { get; init; } = 250;
}

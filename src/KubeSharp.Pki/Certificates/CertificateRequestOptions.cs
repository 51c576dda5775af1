using System.Collections.Immutable;
using System.Net;

namespace KubeSharp.Pki.Certificates;

/// <summary>What a certificate shall say.</summary>
/// <param name="CommonName">For a client its user name.</param>
public sealed record CertificateRequestOptions(string CommonName)
{
    /// <summary>For a client its groups.</summary>
    public ImmutableArray<string> Organizations { get; init; } = [];
    /// <summary>Host names it serves.</summary>
    public ImmutableArray<string> DnsNames { get; init; } = [];
    /// <summary>Addresses it serves.</summary>
    public ImmutableArray<IPAddress> Addresses { get; init; } = [];
    /// <summary>May be used by a server.</summary>
    public bool IsServer { get; init; }
    /// <summary>May be used by a client.</summary>
    public bool IsClient { get; init; }
    /// <summary>How long it holds; default a year, as kubeadm's.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(365);
}

using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Storage.Facade;

/// <summary>Where the embedded store is spoken to as etcd.</summary>
/// <param name="Endpoint">Address and port; port 0: any that is free.</param>
public sealed record EtcdFacadeOptions(IPEndPoint Endpoint)
{
    /// <summary>The serving certificate; null: no TLS, which loopback addresses alone may do without.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Who signs the clients' certificates; empty: clients need none, on loopback only.</summary>
    public X509Certificate2Collection ClientAuthorities { get; init; } = [];

    /// <summary>Largest message taken, bytes; etcd's own limit of requests and some room.</summary>
    public int MessageBytesMax { get; init; } = 2 * 1024 * 1024;
}

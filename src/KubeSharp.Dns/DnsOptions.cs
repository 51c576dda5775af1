using System.Collections.Immutable;
using System.Net;

namespace KubeSharp.Dns;

/// <summary>How cluster DNS is served.</summary>
public sealed record DnsOptions
{
    /// <summary>Address to serve at; pods must reach it.</summary>
    public required IPEndPoint Listen { get; init; }
    /// <summary>Domain of the cluster.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";
    /// <summary>Servers for all other names.</summary>
    public ImmutableArray<IPEndPoint> Upstreams { get; init; } = [];
    /// <summary>Name of this server's endpoint slice.</summary>
    public string SliceName { get; init; } = "kube-dns";
    /// <summary>The node it runs on.</summary>
    public string NodeName { get; init; } = "";
}

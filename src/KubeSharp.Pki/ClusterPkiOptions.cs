using System.Collections.Immutable;
using System.Net;

namespace KubeSharp.Pki;

/// <summary>What the certificates of a cluster are made for.</summary>
public sealed record ClusterPkiOptions
{
    /// <summary>Host names of the API server beside its names in the cluster.</summary>
    public ImmutableArray<string> ServerNames { get; init; } = [];
    /// <summary>Addresses of the API server, its service address among them.</summary>
    public ImmutableArray<IPAddress> ServerAddresses { get; init; } = [];
    /// <summary>Domain of the cluster.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";
}

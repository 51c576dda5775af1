using System.Collections.Immutable;

namespace KubeSharp.Proxy.Snapshot;

/// <summary>One port of a service with what stands behind it.</summary>
public sealed record ServicePortState
{
    /// <summary>namespace/name:port, for comments and order.</summary>
    public required string Name { get; init; }
    /// <summary>tcp, udp or sctp.</summary>
    public required string Protocol { get; init; }
    /// <summary>Number of the port.</summary>
    public required int Port { get; init; }
    /// <summary>Addresses it is reached at: cluster address, external ones, load balancer's.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];
    /// <summary>Port on every node; 0: none.</summary>
    public int NodePort { get; init; }
    /// <summary>How long after its last connection a client still goes to the endpoint it went to, in seconds; 0: each connection is a choice of its own.</summary>
    public int AffinitySeconds { get; init; }
    /// <summary>Only endpoints on the node serve clients in the cluster.</summary>
    public bool IsInternalLocal { get; init; }
    /// <summary>Only endpoints on the node serve clients from outside.</summary>
    public bool IsExternalLocal { get; init; }
    /// <summary>Ready endpoints, or where there are none, those that still serve while they end.</summary>
    public ImmutableArray<ServiceEndpoint> Endpoints { get; init; } = [];
}

using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Csi;

/// <summary>A storage driver that runs on this node.</summary>
public sealed record CsiDriver
{
    /// <summary>Its name: a DNS name.</summary>
    public required string Name { get; init; }
    /// <summary>Its node service.</summary>
    public required CsiNodeService Service { get; init; }
    /// <summary>What it calls this node.</summary>
    public required string NodeId { get; init; }
    /// <summary>Volumes it can have on the node; 0: any number.</summary>
    public long VolumesMax { get; init; }
    /// <summary>Where the node stands, by the driver's keys.</summary>
    public ImmutableSortedDictionary<string, string> Topology { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>What its node service can do.</summary>
    public ImmutableHashSet<CsiCapability> Capabilities { get; init; } = [];

    /// <summary>Whether its node service can do this.</summary>
    public bool Can(CsiCapability capability) => Capabilities.Contains(capability);
}

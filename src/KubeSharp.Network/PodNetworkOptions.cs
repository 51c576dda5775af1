using KubeSharp.Machinery.Processes;

namespace KubeSharp.Network;

/// <summary>How the pod network of a node is made.</summary>
public sealed record PodNetworkOptions
{
    /// <summary>The node.</summary>
    public required string NodeName { get; init; }
    /// <summary>Folder in which the container runtime looks for CNI configuration.</summary>
    public required string ConfigurationFolder { get; init; }
    /// <summary>Folder in which addresses given out are noted.</summary>
    public required string StateFolder { get; init; }
    /// <summary>Name of the bridge; at most 15 letters.</summary>
    public string Bridge { get; init; } = "ks0";
    /// <summary>Addresses of all pods.</summary>
    public string PodCidr { get; init; } = "10.244.0.0/16";
    /// <summary>Name of the nft table.</summary>
    public string Table { get; init; } = "kubesharp-net";
    /// <summary>How programs are run in the node's network namespace.</summary>
    public Command Command { get; init; } = Command.Here;
}

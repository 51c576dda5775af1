using KubeSharp.Machinery.Processes;

namespace KubeSharp.Proxy;

/// <summary>How the service proxy of a node works.</summary>
public sealed record ProxyOptions
{
    /// <summary>The node it serves.</summary>
    public required string NodeName { get; init; }
    /// <summary>Name of the nft table.</summary>
    public string Table { get; init; } = "kubesharp";
    /// <summary>Service addresses.</summary>
    public string ServiceCidr { get; init; } = "10.96.0.0/12";
    /// <summary>Addresses of all pods.</summary>
    public string PodCidr { get; init; } = "10.244.0.0/16";
    /// <summary>How programs are run in the node's network namespace.</summary>
    public Command Command { get; init; } = Command.Here;
}

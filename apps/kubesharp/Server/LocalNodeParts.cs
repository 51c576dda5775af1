using KubeSharp.Client.Rest;
using KubeSharp.Cri.Containerd;
using KubeSharp.Network;
using KubeSharp.Proxy;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Server;

/// <summary>What a node consists of on its machine, with its names: made the same way for running and for removing it.</summary>
internal static class LocalNodeParts
{
    /// <summary>Its containerd.</summary>
    public static ContainerdOptions Containerd(NodeSettings node) =>
        new() { Folder = node.ContainerdFolder, CniConfigurationFolder = node.CniFolder, CgroupParent = node.Cgroup };

    /// <summary>Its pods' network.</summary>
    public static PodNetwork Network(NodeSettings node, IApiClient client, TimeProvider time, ILoggerFactory loggers) => new(new PodNetworkOptions
    {
        NodeName = node.Name,
        ConfigurationFolder = node.CniFolder,
        StateFolder = node.AddressFolder,
        Bridge = node.Bridge,
        PodCidr = node.Cluster.PodCidr.ToString(),
        Table = $"kubesharp-net-{node.TableName}",
    }, client, time, loggers);

    /// <summary>Its services.</summary>
    public static ProxyRole Proxy(NodeSettings node, IApiClient client, TimeProvider time, ILoggerFactory loggers) => new(new ProxyOptions
    {
        NodeName = node.Name,
        Table = $"kubesharp-{node.TableName}",
        ServiceCidr = node.Cluster.ServiceCidr.ToString(),
        PodCidr = node.Cluster.PodCidr.ToString(),
    }, client, time, loggers);
}

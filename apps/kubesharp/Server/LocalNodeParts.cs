using KubeSharp.Bootstrap.Local;
using KubeSharp.Client.Rest;
using KubeSharp.Cri.Containerd;
using KubeSharp.Network;
using KubeSharp.Proxy;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Server;

/// <summary>What the first node consists of on this machine, with the cluster's names: made the same way for running and for removing it.</summary>
internal static class LocalNodeParts
{
    /// <summary>Its containerd.</summary>
    public static ContainerdOptions Containerd(LocalCluster cluster) =>
        new() { Folder = cluster.ContainerdFolder, CniConfigurationFolder = cluster.CniFolder, CgroupParent = cluster.Cgroup };

    /// <summary>Its pods' network.</summary>
    public static PodNetwork Network(LocalCluster cluster, IApiClient client, TimeProvider time, ILoggerFactory loggers) => new(new PodNetworkOptions
    {
        NodeName = cluster.Name,
        ConfigurationFolder = cluster.CniFolder,
        StateFolder = Path.Combine(cluster.Folder, "addresses"),
        Bridge = cluster.Bridge,
        PodCidr = cluster.PodCidr.ToString(),
        Table = $"kubesharp-net-{cluster.Name}",
    }, client, time, loggers);

    /// <summary>Its services.</summary>
    public static ProxyRole Proxy(LocalCluster cluster, IApiClient client, TimeProvider time, ILoggerFactory loggers) => new(new ProxyOptions
    {
        NodeName = cluster.Name,
        Table = $"kubesharp-{cluster.Name}",
        ServiceCidr = cluster.ServiceCidr.ToString(),
        PodCidr = cluster.PodCidr.ToString(),
    }, client, time, loggers);
}

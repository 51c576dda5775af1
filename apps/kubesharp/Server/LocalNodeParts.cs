using KubeSharp.Client.Rest;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Docker;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Network;
using KubeSharp.Proxy;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Server;

/// <summary>What a node consists of on its machine, with its names: made the same way for running and for removing it.</summary>
internal static class LocalNodeParts
{
    /// <summary>What runs its containers.</summary>
    public static INodeRuntime Runtime(NodeSettings node, TimeProvider time) => node.CriSocket.Length > 0 ? new SharedCri(node.CriSocket, time) : node.DockerSocket.Length == 0 ? new OwnContainerd(Containerd(node), time) : new SharedDocker(new DockerOptions
    {
        SocketPath = node.DockerSocket,
        Owner = node.ContainerdFolder,
        StateFolder = node.ContainerdFolder,
        CniConfigurationFolder = node.CniFolder,
        MayBePrivileged = ProcessCapabilities.MayLowerOomScore(),
        OomScoreMin = ProcessCapabilities.MayLowerOomScore() ? -1000 : 0,
    }, time);

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

    private static ContainerdOptions Containerd(NodeSettings node) =>
        new() { Folder = node.ContainerdFolder, StateFolder = node.ContainerdState, CniConfigurationFolder = node.CniFolder, CgroupParent = node.Cgroup, Calls = new CallSpans() };
}

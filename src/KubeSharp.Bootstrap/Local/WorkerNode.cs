using System.Globalization;
using System.Net;
using KubeSharp.Cri.Containerd;

namespace KubeSharp.Bootstrap.Local;

/// <summary>A node of a cluster on this machine beside the first: a network, mounts and a host name of its own, kept by a holder process. What it is called and where its things are.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Number">From 2; its name and address follow from it.</param>
public sealed record WorkerNode(LocalCluster Cluster, int Number)
{
    /// <summary>The highest number.</summary>
    public const int NumberMax = 99;
    /// <summary>Port of its agent, at its own address.</summary>
    public const int KubeletPort = 10250;

    /// <summary>NAME-m02: the name of the node.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Cluster.Name}-m{Number:D2}");
    /// <summary>Its folder. Short, as sockets lie below it.</summary>
    public string Folder => Path.Combine(FolderOfAll(Cluster), string.Create(CultureInfo.InvariantCulture, $"m{Number:D2}"));
    /// <summary>Its address.</summary>
    public IPAddress Address => new([10, 245, (byte)Cluster.Index, (byte)Number]);
    /// <summary>The cgroup of its pods; no cluster's name has a dot.</summary>
    public string Cgroup => string.Create(CultureInfo.InvariantCulture, $"{Cluster.Cgroup}.m{Number:D2}");
    /// <summary>This machine's end of its wire; at most 15 characters.</summary>
    public string Wire => string.Create(CultureInfo.InvariantCulture, $"kubesharp{Cluster.Index}v{Number}");
    /// <summary>Its containerd.</summary>
    public string ContainerdFolder => Path.Combine(Folder, "containerd");
    /// <summary>Log of its agent.</summary>
    public string AgentLog => Path.Combine(Folder, "agent.log");
    /// <summary>Held by its agent as long as it runs.</summary>
    public string AgentLock => Path.Combine(Folder, "agent.lock");
    /// <summary>Names the holder process.</summary>
    public string HolderFile => Path.Combine(Folder, "holder.pid");
    /// <summary>The nameservers of its pods.</summary>
    public string ResolvConf => Path.Combine(Folder, "resolv.conf");

    /// <summary>Where the folders of a cluster's workers are.</summary>
    public static string FolderOfAll(LocalCluster cluster) => Path.Combine(cluster.Folder, "nodes");

    /// <summary>Its containerd, seen from the machine.</summary>
    public ContainerdOptions Containerd(NodeNamespaces namespaces) => new() { Folder = ContainerdFolder, CniConfigurationFolder = Path.Combine(Folder, "cni"), CgroupParent = Cgroup, Namespaces = namespaces };
}

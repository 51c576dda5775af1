using System.Collections.Immutable;
using System.Net;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Detection;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Kubelet.Images.Providers;

namespace KubeSharp.Server;

/// <summary>What a node is called, where its things are and what it must know of its cluster.</summary>
internal sealed record NodeSettings
{
    private const int DefaultHealthPort = 10248;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }
    /// <summary>Its address.</summary>
    public required IPAddress Address { get; init; }
    /// <summary>Port of its agent.</summary>
    public required int KubeletPort { get; init; }
    /// <summary>Port of its agent's health, without TLS; 0: none.</summary>
    public int HealthPort { get; init; }
    /// <summary>Socket of the Docker Engine that runs its containers; empty: a containerd of its own does.</summary>
    public string DockerSocket { get; init; } = "";
    /// <summary>Socket of a runtime of the machine's that runs its containers; empty: there is none such.</summary>
    public string CriSocket { get; init; } = "";
    /// <summary>What it keeps of its container runtime: all of its own containerd, or what is to be known of sandboxes in a Docker Engine.</summary>
    public required string ContainerdFolder { get; init; }
    /// <summary>What its own containerd keeps until the machine restarts; null: it lies with the rest.</summary>
    public string? ContainerdState { get; init; }
    /// <summary>Its pods' files.</summary>
    public required string KubeletFolder { get; init; }
    /// <summary>Its pods' logs.</summary>
    public required string PodLogFolder { get; init; }
    /// <summary>The network plug-ins' configuration.</summary>
    public required string CniFolder { get; init; }
    /// <summary>Addresses given to its pods.</summary>
    public required string AddressFolder { get; init; }
    /// <summary>Persistent volumes that lie on the node.</summary>
    public required string VolumeFolder { get; init; }
    /// <summary>Manifests of static pods.</summary>
    public required string StaticPodFolder { get; init; }
    /// <summary>The cgroup of its pods.</summary>
    public required string Cgroup { get; init; }
    /// <summary>Its pods' bridge; at most 15 characters.</summary>
    public required string Bridge { get; init; }
    /// <summary>Suffix of its packet filter tables, which share the machine's with others.</summary>
    public required string TableName { get; init; }
    /// <summary>What it must know of its cluster.</summary>
    public required ClusterSettings Cluster { get; init; }
    /// <summary>Guaranteed pods that ask for whole CPUs get them for their own.</summary>
    public bool HasStaticCpus { get; init; }
    /// <summary>CPUs that no pod gets for its own, as the kernel writes them.</summary>
    public string ReservedCpus { get; init; } = "0";
    /// <summary>The agent's configuration; what it says goes before what is said here.</summary>
    public KubeletConfiguration Configuration { get; init; } = KubeletConfiguration.Empty;
    /// <summary>Programs that give logins to registries.</summary>
    public ImmutableArray<ProviderSettings> CredentialProviders { get; init; } = [];
    /// <summary>The nameservers of its pods.</summary>
    public string ResolvConf { get; init; } = "/etc/resolv.conf";

    /// <summary>The first node of a cluster on this machine, which several may share: its health has a port only where the configuration says so.</summary>
    public static NodeSettings OfFirst(LocalCluster cluster, IPAddress address) => new()
    {
        Name = cluster.Name,
        DockerSocket = cluster.DockerSocket,
        Configuration = File.Exists(cluster.KubeletConfigFile) ? KubeletConfiguration.Load(cluster.KubeletConfigFile, "") : KubeletConfiguration.Empty,
        Address = address,
        KubeletPort = cluster.KubeletPort,
        ContainerdFolder = cluster.ContainerdFolder,
        ContainerdState = ReachableState.Of(cluster.ContainerdFolder, $"/run/kubesharp-{cluster.Name}"),
        KubeletFolder = cluster.KubeletFolder,
        PodLogFolder = cluster.PodLogFolder,
        CniFolder = cluster.CniFolder,
        AddressFolder = Path.Combine(cluster.Folder, "addresses"),
        VolumeFolder = Path.Combine(cluster.Folder, "volumes"),
        StaticPodFolder = Path.Combine(cluster.Folder, "manifests"),
        Cgroup = cluster.Cgroup,
        Bridge = cluster.Bridge,
        TableName = cluster.Name,
        Cluster = new ClusterSettings(cluster.PodCidr, cluster.ServiceCidr, "cluster.local", [cluster.DnsAddress.ToString()]),
    };

    /// <summary>A node that has joined by <c>kubesharp agent</c>.</summary>
    public static NodeSettings OfAgent(AgentOptions options, ClusterSettings cluster) => new()
    {
        Name = options.NodeName,
        Address = options.Address,
        DockerSocket = options.Runtime is { Kind: RuntimeKind.Docker } docker ? docker.SocketPath : "",
        CriSocket = options.Runtime is { Kind: not RuntimeKind.Docker } cri ? cri.SocketPath : "",
        HealthPort = DefaultHealthPort,
        KubeletPort = (int)options.Configuration.Whole(WorkerNode.KubeletPort, "port"),
        ContainerdFolder = Path.Combine(options.Folder, "containerd"),
        KubeletFolder = Path.Combine(options.Folder, "kubelet"),
        PodLogFolder = Path.Combine(options.Folder, "pods"),
        CniFolder = options.Runtime is { Kind: not RuntimeKind.Docker } ? SharedCri.CniFolder : Path.Combine(options.Folder, "cni"),
        AddressFolder = Path.Combine(options.Folder, "addresses"),
        VolumeFolder = Path.Combine(options.Folder, "volumes"),
        StaticPodFolder = Path.Combine(options.Folder, "manifests"),
        Cgroup = options.Cgroup,
        Bridge = "kubesharp",
        TableName = options.NodeName,
        Cluster = cluster,
        ResolvConf = options.ResolvConf,
        HasStaticCpus = options.HasStaticCpus,
        ReservedCpus = options.ReservedCpus,
        Configuration = options.Configuration,
        CredentialProviders = options.CredentialProviders,
    };
}

using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Bootstrap.Local;

/// <summary>A cluster on this machine: what it is called, where its things are, what it listens on. Kept in config.json of its folder.</summary>
public sealed partial record LocalCluster
{
    /// <summary>Clusters that fit beside each other: each has its own ranges of addresses.</summary>
    public const int ClustersMax = 8;
    /// <summary>Nodes a cluster may have.</summary>
    public const int NodesMax = 10;
    /// <summary>The cluster that is meant where none is named.</summary>
    public const string DefaultName = "kubesharp";

    /// <summary>Name of the pods' bridge at a place among this machine's clusters.</summary>
    public static string BridgeOf(int index) => string.Create(CultureInfo.InvariantCulture, $"kubesharp{index}");

    /// <summary>Port of the first node's agent at a place among this machine's clusters.</summary>
    public static int KubeletPortOf(int index) => index == 0 ? 10250 : 10260 + index;

    /// <summary>Its name; also that of its context and of its first node.</summary>
    public required string Name { get; init; }
    /// <summary>Its folder, ~/.kubesharp/NAME.</summary>
    public required string Folder { get; init; }
    /// <summary>Its place among this machine's clusters, from 0; its address ranges follow from it.</summary>
    public int Index { get; init; }
    /// <summary>Port of the API server; default 6443.</summary>
    public int ApiPort { get; init; } = 6443;
    /// <summary>Port of the first node's agent; default 10250.</summary>
    public int KubeletPort { get; init; } = 10250;
    /// <summary>Numbers of the nodes beside the first, which is number 1.</summary>
    public ImmutableArray<int> WorkerNumbers { get; init; } = [];
    /// <summary>The token by which nodes join.</summary>
    public string BootstrapToken { get; init; } = "";
    /// <summary>Flags of the API server beyond those that every cluster gives it: name=value.</summary>
    public ImmutableArray<string> ApiServerArguments { get; init; } = [];

    /// <summary>Socket of the Docker Engine that runs the first node's containers; empty: a containerd of its own does.</summary>
    public string DockerSocket { get; init; } = "";

    /// <summary>How many nodes.</summary>
    public int Nodes => 1 + WorkerNumbers.Length;
    /// <summary>The nodes beside the first.</summary>
    public IEnumerable<WorkerNode> Workers => WorkerNumbers.Select(n => new WorkerNode(this, n));
    /// <summary>Addresses of the nodes beside the first and of this machine among them: 10.245.0.0/24 for the first cluster, 10.245.1.0/24 for the second.</summary>
    public IPNetwork NodeCidr => new(new IPAddress([10, 245, (byte)Index, 0]), 24);
    /// <summary>Address of this machine among the nodes.</summary>
    public IPAddress NodeGateway => new([10, 245, (byte)Index, 1]);
    /// <summary>Addresses of pods: 10.244.0.0/16 for the first cluster, 10.243.0.0/16 for the second.</summary>
    public IPNetwork PodCidr => new(new IPAddress([10, (byte)(244 - Index), 0, 0]), 16);
    /// <summary>Addresses of services: 10.96.0.0/12 for the first cluster, 10.112.0.0/12 for the second.</summary>
    public IPNetwork ServiceCidr => new(new IPAddress([10, (byte)(96 + (16 * Index)), 0, 0]), 12);
    /// <summary>Address of the cluster's DNS: the tenth of the services'.</summary>
    public IPAddress DnsAddress => new([10, (byte)(96 + (16 * Index)), 0, 10]);
    /// <summary>Address of the API server among the services: the first one.</summary>
    public IPAddress ServiceAddress => new([10, (byte)(96 + (16 * Index)), 0, 1]);
    /// <summary>Port at which the cluster's DNS listens on this machine's address.</summary>
    public int DnsPort => 10053 + Index;
    /// <summary>The pods' bridge on this machine; at most 15 characters.</summary>
    public string Bridge => BridgeOf(Index);
    /// <summary>The cgroup of all its pods.</summary>
    public string Cgroup => $"/kubesharp-{Name}";
    /// <summary>Keys and certificates.</summary>
    public string PkiFolder => Path.Combine(Folder, "pki");
    /// <summary>The data store.</summary>
    public string DataFolder => Path.Combine(Folder, "data");
    /// <summary>What the first node keeps of its container runtime.</summary>
    public string ContainerdFolder => Path.Combine(Folder, "containerd");
    /// <summary>The first node's pods' files.</summary>
    public string KubeletFolder => Path.Combine(Folder, "kubelet");
    /// <summary>The first node's pods' logs.</summary>
    public string PodLogFolder => Path.Combine(Folder, "pods");
    /// <summary>The network plug-ins' configuration.</summary>
    public string CniFolder => Path.Combine(Folder, "cni");
    /// <summary>The KubeletConfiguration of its nodes, where one was given.</summary>
    public string KubeletConfigFile => Path.Combine(Folder, "kubelet-config.yaml");
    /// <summary>Which requests are recorded, and the records.</summary>
    public string AuditFolder => Path.Combine(Folder, "audit");
    /// <summary>Logs of its processes.</summary>
    public string LogFolder => Path.Combine(Folder, "logs");
    /// <summary>Log of the server process.</summary>
    public string ServerLog => Path.Combine(LogFolder, "server.log");
    /// <summary>Held by the server process as long as it runs.</summary>
    public string ServerLock => Path.Combine(Folder, "server.lock");
    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(Folder, "kubeconfig");
    /// <summary>Where it is served on this machine.</summary>
    public Uri Server => new(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{ApiPort}"));

    /// <summary>What a name may be: it becomes part of names of nodes, cgroups and files.</summary>
    [GeneratedRegex("^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$")]
    public static partial Regex NamePattern();

    /// <summary>Equal by content.</summary>
    public bool Equals(LocalCluster? other) => other is not null && Folder == other.Folder && ToNode().Equals(other.ToNode());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Folder);

    /// <summary>As JSON, for config.json.</summary>
    public ObjectNode ToNode() => ObjectNode.Of(("name", Name), ("index", Index), ("apiPort", ApiPort), ("kubeletPort", KubeletPort), ("workers", new ArrayNode([.. WorkerNumbers.Select(static n => (Node)n)])), ("bootstrapToken", BootstrapToken),
        ("docker", DockerSocket.Length == 0 ? null : DockerSocket),
        ("apiServerArguments", ApiServerArguments.IsEmpty ? null : new ArrayNode([.. ApiServerArguments.Select(static a => (Node)a)])));

    /// <summary>From JSON.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static LocalCluster From(Node node, string folder) => new()
    {
        Name = node.TextAt("name") ?? throw new FormatException("config.json has no name"),
        Folder = folder,
        Index = Whole(node, "index", 0, ClustersMax - 1),
        ApiPort = Whole(node, "apiPort", 1, 65535),
        KubeletPort = Whole(node, "kubeletPort", 1, 65535),
        WorkerNumbers = node.At("workers") switch
        {
            null => [],
            ArrayNode { Count: < NodesMax } workers => [.. workers.Select(static w => Whole(ObjectNode.Of(("workers", w)), "workers", 2, WorkerNode.NumberMax))],
            _ => throw new FormatException("config.json: workers must be a short list of numbers"),
        },
        BootstrapToken = node.TextAt("bootstrapToken") ?? "",
        DockerSocket = node.TextAt("docker") ?? "",
        ApiServerArguments = node.At("apiServerArguments") is ArrayNode arguments ? [.. arguments.OfType<StringNode>().Select(static a => a.Value)] : [],
    };

    private static int Whole(Node node, string field, int min, int max) =>
        node.At(field) is NumberNode { Integer: { } value } && value >= min && value <= max ? (int)value
            : throw new FormatException($"config.json: {field} must be a whole number from {min} to {max}");
}

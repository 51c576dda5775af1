using System.Collections.Immutable;
using System.Net;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Cri.Detection;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Kubelet.Images.Providers;

namespace KubeSharp.Server;

/// <summary>How a machine takes part in a cluster.</summary>
internal sealed record AgentOptions
{
    /// <summary>Where the API server is.</summary>
    public required Uri Server { get; init; }
    /// <summary>By what it joins; null: it has joined before.</summary>
    public JoinTarget? Join { get; init; }
    /// <summary>Name of the node; default: the host's, in lower case.</summary>
    public required string NodeName { get; init; }
    /// <summary>Address of the node; default: that of the default route.</summary>
    public required IPAddress Address { get; init; }
    /// <summary>The machine's runtime that runs its containers; null: a containerd of its own does.</summary>
    public RuntimeEndpoint? Runtime { get; init; }
    /// <summary>Folder of all it keeps.</summary>
    public required string Folder { get; init; }
    /// <summary>The cgroup of its pods.</summary>
    public required string Cgroup { get; init; }
    /// <summary>The nameservers of its pods.</summary>
    public required string ResolvConf { get; init; }
    /// <summary>Guaranteed pods that ask for whole CPUs get them for their own.</summary>
    public bool HasStaticCpus { get; init; }
    /// <summary>CPUs that no pod gets for its own, as the kernel writes them.</summary>
    public string ReservedCpus { get; init; } = "0";
    /// <summary>The agent's configuration.</summary>
    public KubeletConfiguration Configuration { get; init; } = KubeletConfiguration.Empty;
    /// <summary>Programs that give logins to registries.</summary>
    public ImmutableArray<ProviderSettings> CredentialProviders { get; init; } = [];
    /// <summary>The end of this process is the end of the node: its pods are ended first, as the configuration says. Default: they go on.</summary>
    public bool EndsPods { get; init; }
    /// <summary>Folder of the cluster on this machine whose nodes share the machine; empty: the machine is the node's alone.</summary>
    public string LocalCluster { get; init; } = "";

    /// <summary>Certificates and the cluster's authority.</summary>
    public string PkiFolder => Path.Combine(Folder, "pki");
    /// <summary>Held as long as it runs.</summary>
    public string Lock => Path.Combine(Folder, "agent.lock");
    /// <summary>Its log, where it runs without a terminal.</summary>
    public string Log => Path.Combine(Folder, "agent.log");
}

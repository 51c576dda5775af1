using System.Collections.Immutable;
using KubeSharp.Hosting.Flags;

namespace KubeSharp.Roles;

/// <summary>The flags of a node's agent under upstream's names; most of upstream's are fields of its configuration file.</summary>
internal sealed class KubeletFlags
{
    /// <summary>Adds them.</summary>
    public KubeletFlags(FlagSet flags)
    {
        Config = flags.Text("config", "", "file of the agent's KubeletConfiguration");
        ConfigFolder = flags.Text("config-dir", "", "folder of files *.conf that are laid over it, in the order of their names");
        Kubeconfig = flags.Text("kubeconfig", "", "kubeconfig of the API server");
        BootstrapKubeconfig = flags.Text("bootstrap-kubeconfig", "", "kubeconfig by which the first certificate is asked for");
        Hostname = flags.Text("hostname-override", "", "name of the node; default: the host's");
        Address = flags.Text("node-ip", "", "addresses of the node; default: that of the default route");
        Labels = flags.List("node-labels", "labels of the node at its registration, key=value");
        Taints = flags.List("register-with-taints", "taints of the node at its registration, key=value:effect");
        Registers = flags.Switch("register-node", true, "register the node at the API server");
        RootFolder = flags.Text("root-dir", "/var/lib/kubelet", "folder of the pods' files");
        CertificateFolder = flags.Text("cert-dir", "/var/lib/kubelet/pki", "folder of its certificates");
        RuntimeEndpoint = flags.Text("container-runtime-endpoint", "", "socket of the container runtime; default: the one that is found");
        Runtime = flags.Text("runtime", "", "the same: docker, containerd, cri-o or a socket");
        Manifests = flags.Text("pod-manifest-path", "", "folder of static pods' manifests");
        ClusterDomain = flags.Text("cluster-domain", "cluster.local", "domain of the cluster");
        ClusterDns = flags.List("cluster-dns", "addresses of the cluster's DNS");
        ResolvConf = flags.Text("resolv-conf", "/etc/resolv.conf", "nameservers given to pods");
        PodsMax = flags.Whole("max-pods", 110, "most pods the node takes");
        Port = flags.Whole("port", 10250, "port at which it is asked");
        HealthPort = flags.Whole("healthz-port", 10248, "port of its health, without TLS; 0: none");
        HealthAddress = flags.Address("healthz-bind-address", System.Net.IPAddress.Loopback, "address at which it is served");
        ReadOnlyPort = flags.Whole("read-only-port", 0, "port at which anybody may read pods and figures, without TLS; 0: none");
        ProviderId = flags.Text("provider-id", "", "id of the machine at a cloud provider");
        ProvidersConfig = flags.Text("image-credential-provider-config", "", "file or folder that says which programs give logins to registries");
        ProvidersFolder = flags.Text("image-credential-provider-bin-dir", "", "folder of these programs");
        flags.Ignored("cgroup-driver", "pod-infra-container-image", "rotate-certificates", "fail-swap-on", "runtime-cgroups", "kubelet-cgroups", "cloud-provider", "volume-plugin-dir", "node-status-max-images", "exit-on-lock-contention", "lock-file");
    }

    /// <summary>--config.</summary>
    public Flag<string> Config { get; }
    /// <summary>--config-dir.</summary>
    public Flag<string> ConfigFolder { get; }
    /// <summary>--kubeconfig.</summary>
    public Flag<string> Kubeconfig { get; }
    /// <summary>--bootstrap-kubeconfig.</summary>
    public Flag<string> BootstrapKubeconfig { get; }
    /// <summary>--hostname-override.</summary>
    public Flag<string> Hostname { get; }
    /// <summary>--node-ip.</summary>
    public Flag<string> Address { get; }
    /// <summary>--node-labels.</summary>
    public Flag<ImmutableArray<string>> Labels { get; }
    /// <summary>--register-with-taints.</summary>
    public Flag<ImmutableArray<string>> Taints { get; }
    /// <summary>--register-node.</summary>
    public Flag<bool> Registers { get; }
    /// <summary>--root-dir.</summary>
    public Flag<string> RootFolder { get; }
    /// <summary>--cert-dir.</summary>
    public Flag<string> CertificateFolder { get; }
    /// <summary>--container-runtime-endpoint.</summary>
    public Flag<string> RuntimeEndpoint { get; }
    /// <summary>--runtime.</summary>
    public Flag<string> Runtime { get; }
    /// <summary>--pod-manifest-path.</summary>
    public Flag<string> Manifests { get; }
    /// <summary>--cluster-domain.</summary>
    public Flag<string> ClusterDomain { get; }
    /// <summary>--cluster-dns.</summary>
    public Flag<ImmutableArray<string>> ClusterDns { get; }
    /// <summary>--resolv-conf.</summary>
    public Flag<string> ResolvConf { get; }
    /// <summary>--max-pods.</summary>
    public Flag<int> PodsMax { get; }
    /// <summary>--port.</summary>
    public Flag<int> Port { get; }
    /// <summary>--healthz-port.</summary>
    public Flag<int> HealthPort { get; }
    /// <summary>--healthz-bind-address.</summary>
    public Flag<System.Net.IPAddress> HealthAddress { get; }
    /// <summary>--read-only-port.</summary>
    public Flag<int> ReadOnlyPort { get; }
    /// <summary>--image-credential-provider-config.</summary>
    public Flag<string> ProvidersConfig { get; }
    /// <summary>--image-credential-provider-bin-dir.</summary>
    public Flag<string> ProvidersFolder { get; }
    /// <summary>--provider-id.</summary>
    public Flag<string> ProviderId { get; }
}

using System.Net;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Controllers.LocalProvisioner;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Images;
using KubeSharp.Dns;
using KubeSharp.Dns.Forwarding;
using KubeSharp.Hosting.Roles;
using KubeSharp.Hosting.Serving;
using KubeSharp.Kubelet;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Pki;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Server;

/// <summary>The first node: container runtime, pod network, agent, service proxy, cluster DNS. Its pods outlive this process.</summary>
internal sealed partial class NodeRole(LocalCluster cluster, ClusterPki pki, RoleClients clients, IPAddress address, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("node");

    /// <summary>Starts or adopts the container runtime and gives it what every pod needs.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        CgroupTree.Ensure(cluster.Cgroup);
        await using var containerd = new ContainerdInstance(LocalNodeParts.Containerd(cluster), time);
        await containerd.EnsureRunningAsync(cancellation);
        await PauseImage.EnsureAsync(new ImageLoader(containerd.SocketPath), cancellation);
    }

    /// <summary>The roles of the node.</summary>
    /// <param name="prepared">The end of <see cref="PrepareAsync"/>.</param>
    public IEnumerable<IRole> Roles(Task prepared) =>
    [
        Role.Of("containerd", async stopping =>
        {
            await prepared.WaitAsync(stopping);
            await using var containerd = new ContainerdInstance(LocalNodeParts.Containerd(cluster), time);
            await containerd.RunAsync(() => LogRuntimeStarted(), e => LogRuntimeFailed(e.Message), stopping);
        }),
        new Role("kubelet", (context, stopping) => RunAgentAsync(prepared, context, stopping)),
        Role.Of("pod-network", async stopping =>
        {
            using var client = clients.For("kubesharp:pod-network", "system:masters");
            await LocalNodeParts.Network(cluster, client, time, loggers).RunAsync(stopping);
        }),
        Role.Of("local-provisioner", async stopping =>
        {
            using var client = clients.For("kubesharp:local-provisioner", "system:masters");
            var volumes = new LocalProvisionerOptions { NodeName = cluster.Name, Folder = Path.Combine(cluster.Folder, "volumes") };
            await new LocalProvisionerRole(volumes, client, time, loggers).RunAsync(stopping);
        }),
        Role.Of("kube-proxy", async stopping =>
        {
            using var client = clients.For("system:kube-proxy");
            await LocalNodeParts.Proxy(cluster, client, time, loggers).RunAsync(stopping);
        }),
        Role.Of("dns", async stopping =>
        {
            using var client = clients.For("kubesharp:dns", "system:masters");
            var own = new HashSet<IPAddress> { address, cluster.DnsAddress };
            var upstreams = File.Exists("/etc/resolv.conf") ? Forwarder.ReadServers(await File.ReadAllTextAsync("/etc/resolv.conf", stopping), own) : [];
            var options = new DnsOptions { Listen = new IPEndPoint(address, cluster.DnsPort), Upstreams = upstreams, NodeName = cluster.Name };
            await new DnsRole(options, client, time, loggers).RunAsync(stopping);
        }),
    ];

    private async Task RunAgentAsync(Task prepared, RoleContext context, CancellationToken stopping)
    {
        using var client = clients.For($"system:node:{cluster.Name}", "system:nodes");
        await prepared.WaitAsync(stopping);
        await using var containerd = new ContainerdInstance(LocalNodeParts.Containerd(cluster), time);
        var options = new NodeAgentOptions
        {
            NodeName = cluster.Name,
            Addresses = [address.ToString()],
            RootFolder = cluster.KubeletFolder,
            LogFolder = cluster.PodLogFolder,
            Port = cluster.KubeletPort,
            ClusterDns = [cluster.DnsAddress.ToString()],
            CgroupRoot = cluster.Cgroup,
            ContainerdSocket = containerd.SocketPath,
            // A machine of a user may be full: only what truly runs out ends pods, and images that were loaded stay.
            EvictionHard = [new("memory.available", "100Mi"), new("nodefs.available", "1%"), new("nodefs.inodesFree", "1%")],
            ImageHighPercent = 100,
            OomScoreMin = ProcessCapabilities.MayLowerOomScore() ? -1000 : 0,
            Authorize = new NodeAccess(cluster.Name, client, new KubeletCallers(pki, time).UserAsync, time).MayAsync,
            StaticPodFolder = Path.Combine(cluster.Folder, "manifests"),
        };
        await using var agent = new NodeAgent(options, client, new CriPodRuntime(containerd.Runtime, time), time, loggers);
        using var certificate = pki.IssueServer($"system:node:{cluster.Name}", [cluster.Name, "localhost"], [address, IPAddress.Loopback]);
        var serving = new SecureServerOptions { EndPoint = new IPEndPoint(IPAddress.Any, cluster.KubeletPort), Certificate = certificate, RequestBodyMaxBytes = long.MaxValue };
        await using var listener = await SecureServer.StartAsync(serving, new RequestDelegate(agent.Handler), loggers, stopping);
        context.Health.AddReady("node", () => agent.IsReady);
        context.Started();
        await agent.RunAsync(stopping);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "containerd was started")]
    private partial void LogRuntimeStarted();

    [LoggerMessage(Level = LogLevel.Warning, Message = "containerd: {Reason}")]
    private partial void LogRuntimeFailed(string reason);
}

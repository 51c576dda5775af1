using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Controllers.LocalProvisioner;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Images;
using KubeSharp.Hosting.Roles;
using KubeSharp.Hosting.Serving;
using KubeSharp.Kubelet;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Roles;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Server;

/// <summary>A node: container runtime, pod network, agent, service proxy. Its pods outlive this process.</summary>
internal sealed partial class NodeRole(NodeSettings node, NodeTrust trust, Func<int> machineShares, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("node");
    private static readonly TimeSpan _certificateLookEvery = TimeSpan.FromMinutes(10);
    private volatile bool _isServing;
    private volatile NodeAgent? _agent;

    /// <summary>Starts or adopts the container runtime and gives it what every pod needs.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        CgroupTree.Ensure(node.Cgroup);
        await using var runtime = LocalNodeParts.Runtime(node, time);
        await runtime.EnsureRunningAsync(cancellation);
        // Of what the sandboxes of the machine's own runtime are made, its configuration says.
        if (node.CriSocket.Length == 0 && await runtime.ImagesAsync(cancellation) is { } images) { await PauseImage.EnsureAsync(images, cancellation); }
    }

    /// <summary>Ends the node's pods as its configuration says, for the node is about to end. Returns when they have ended or their time is up.</summary>
    public Task ShutDownAsync(CancellationToken cancellation) => _agent?.ShutDownAsync(cancellation) ?? Task.CompletedTask;

    /// <summary>The roles of the node.</summary>
    /// <param name="prepared">The end of <see cref="PrepareAsync"/>.</param>
    public IEnumerable<IRole> Roles(Task prepared) =>
    [
        Role.Of("container-runtime", async stopping =>
        {
            await prepared.WaitAsync(stopping);
            await using var runtime = LocalNodeParts.Runtime(node, time);
            await runtime.RunAsync(() => LogRuntimeStarted(), LogRuntimeFailed, stopping);
        }),
        new Role("kubelet", (context, stopping) => RunAgentAsync(prepared, context, stopping)),
        Role.Of("pod-network", async stopping =>
        {
            using var client = trust.Client("pod-network");
            await LocalNodeParts.Network(node, client, time, loggers).RunAsync(stopping);
        }),
        Role.Of("local-provisioner", async stopping =>
        {
            using var client = trust.Client("local-provisioner");
            await new LocalProvisionerRole(new LocalProvisionerOptions { NodeName = node.Name, Folder = node.VolumeFolder }, client, time, loggers).RunAsync(stopping);
        }),
        Role.Of("kube-proxy", async stopping =>
        {
            using var client = trust.Client("kube-proxy");
            await LocalNodeParts.Proxy(node, client, time, loggers).RunAsync(stopping);
        }),
    ];

    private async Task RunAgentAsync(Task prepared, RoleContext context, CancellationToken stopping)
    {
        using var client = trust.Client("kubelet");
        await prepared.WaitAsync(stopping);
        await using var runtime = LocalNodeParts.Runtime(node, time);
        var options = new NodeAgentOptions
        {
            NodeName = node.Name,
            Addresses = [node.Address.ToString()],
            RootFolder = node.KubeletFolder,
            LogFolder = node.PodLogFolder,
            Port = node.KubeletPort,
            HealthPort = node.HealthPort,
            OtherMetrics = [trust.WriteMetrics],
            ClusterDns = node.Cluster.Dns,
            ClusterDomain = node.Cluster.Domain,
            ResolvConf = node.ResolvConf,
            CgroupRoot = node.Cgroup,
            MachineShares = machineShares,
            ImageStore = await runtime.ImagesAsync(stopping),
            // A machine of a user may be full: only what truly runs out ends pods, and images that were loaded stay.
            EvictionHard = [new("memory.available", "100Mi"), new("nodefs.available", "1%"), new("nodefs.inodesFree", "1%")],
            ImageHighPercent = 100,
            PodPidsMax = 4096,
            HasStaticCpus = node.HasStaticCpus,
            ReservedCpus = node.ReservedCpus,
            StaticPodFolder = node.StaticPodFolder,
            CredentialProviders = node.CredentialProviders,
            OomScoreMin = ProcessCapabilities.MayLowerOomScore() ? -1000 : 0,
            Authorize = new NodeAccess(node.Name, client, new KubeletCallers(trust.Authorities, time).UserAsync, time).MayAsync,
        };
        options = ConfiguredOptions.With(options, node.Configuration);
        await using var traces = new Traces(options.Tracing, "kubelet", time);
        using var kills = new MemoryKills();
        options = options with { Tracer = traces.Tracer, TakeSystemKills = kills.TakeSystem };
        options = await RuntimeCgroups.PrepareAsync(options, runtime.Runtime, stopping);
        await using var agent = new NodeAgent(options, client, new CriPodRuntime(runtime.Runtime, kills, time), time, loggers);
        context.Health.AddReady("node", () => agent.IsReady && _isServing);
        // Where the port was taken since the start looked, the start fails rather than waits for good.
        if (MachineLook.InUse(node.KubeletPort) is [_, ..]) { throw new LocalClusterException($"port {node.KubeletPort} is in use: end what listens there (ss -ltnp 'sport = :{node.KubeletPort}')"); }
        context.Started();
        _agent = agent;
        await using var ports = await AgentPorts.StartAsync(agent, options, loggers, stopping);
        // What the agent serves with may be signed only once it has registered its node.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var running = agent.RunAsync(ending.Token);
        var serving = ServeAsync(agent, options, client, ending.Token);
        await Task.WhenAny(running, serving);
        await ending.CancelAsync();
        await Task.WhenAll(running, serving);
    }

    // Serves with one certificate until it is due, then with the next: what runs over a connection then has a few seconds to end.
    private async Task ServeAsync(NodeAgent agent, NodeAgentOptions options, Client.Rest.ApiClient client, CancellationToken stopping)
    {
        if (!options.ServesRequests)
        {
            _isServing = true;
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping);
        }
        var tls = Tls(options);
        while (true)
        {
            using var certificate = await trust.ServingCertificate(client, stopping);
            var serving = new SecureServerOptions { EndPoint = new IPEndPoint(IPAddress.Any, node.KubeletPort), Certificates = new(certificate), Tls = tls, RequestBodyMaxBytes = long.MaxValue };
            await using var listener = await SecureServer.StartAsync(serving, new RequestDelegate(agent.Handler), loggers, stopping);
            _isServing = true;
            do { await Task.Delay(_certificateLookEvery, time, stopping); }
            while (!await HasNextAsync(certificate, client, stopping));
        }
    }

    private static TlsSettings Tls(NodeAgentOptions options)
    {
        try { return TlsSettings.Read(options.TlsMinVersion, options.TlsSuites); }
        catch (FormatException e) { throw new LocalClusterException($"the agent's configuration: {e.Message}"); }
    }

    // What cannot be renewed now, or at all, for it is the cluster's own, is served with to its end.
    private async Task<bool> HasNextAsync(X509Certificate2 certificate, Client.Rest.ApiClient client, CancellationToken stopping)
    {
        if (!NodeCertificates.IsDue(certificate, time.GetUtcNow())) { return false; }
        try
        {
            using var next = await trust.ServingCertificate(client, stopping);
            return next.Thumbprint != certificate.Thumbprint;
        }
        catch (Exception e) when (e is JoinException or StatusException or HttpRequestException)
        {
            LogNotRenewed(e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the container runtime was started")]
    private partial void LogRuntimeStarted();

    [LoggerMessage(Level = LogLevel.Warning, Message = "the serving certificate was not renewed: {Reason}")]
    private partial void LogNotRenewed(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "container runtime: {Reason}")]
    private partial void LogRuntimeFailed(string reason);
}

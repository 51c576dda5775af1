using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Bootstrap.Objects;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;
using KubeSharp.Client.WorkQueues;
using KubeSharp.Controllers;
using KubeSharp.Controllers.Nodes;
using KubeSharp.Hosting.Health;
using KubeSharp.Hosting.Processes;
using KubeSharp.Hosting.Roles;
using KubeSharp.Machinery.Processes;
using KubeSharp.Pki;
using KubeSharp.Pki.Certificates;
using KubeSharp.Roles;
using KubeSharp.Scheduler;
using KubeSharp.Storage.Embedded;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Server;

/// <summary>All roles of a cluster's first machine, put together.</summary>
internal sealed class ServerProcessRoles(LocalCluster cluster, StartReport report, ILoggerFactory loggers, TimeProvider time)
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(20);
    // What a slow and busy machine may need; a report that has failed stays so, and the starter ends the process.
    private static readonly TimeSpan _readyMax = TimeSpan.FromMinutes(5);
    private readonly IPAddress _address = HostAddress.Find();
    private readonly SchedulerOptions _scheduling = new();
    private readonly WorkQueueMetrics _queues = new();
    private readonly NodeMetrics _nodes = new();

    /// <summary>Runs them until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        report.Step("certificates");
        var pki = ClusterPki.Ensure(cluster.PkiFolder, new ClusterPkiOptions { ServerNames = [cluster.Name], ServerAddresses = [_address, cluster.ServiceAddress, cluster.NodeGateway] }, time);
        WriteKubeconfig(pki);
        var clients = new RoleClients(cluster.Server, pki, time);
        var node = new NodeRole(NodeSettings.OfFirst(cluster, _address), Trust(pki, clients), MachineShare.Of(cluster.Folder), time, loggers);
        // The container runtime and the control plane start side by side.
        var prepared = node.PrepareAsync(cancellation);
        report.Step("data store");
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = cluster.DataFolder }, time, cancellation);
        var health = new HealthRegistry();
        report.Step("API server");
        IRole[] roles =
        [
            new Role("kube-apiserver", (context, stopping) => RunApiServerAsync(store, context, stopping)),
            Role.Of("kube-controller-manager", async stopping =>
            {
                using var client = clients.For("system:kube-controller-manager");
                using var accounts = clients.Accounts(client, "kube-controller-manager");
                // In one process with the API server they send their traces where it does.
                await using var traces = new Traces(Traces.Read(ComponentArguments.ValueOf(cluster.ApiServerArguments, Traces.Flag)), "kube-controller-manager", time);
                var options = new ControllersOptions { QueueMetrics = _queues, NodeMetrics = _nodes, Tracer = traces.Tracer, ClientOf = accounts.Of, RootAuthorityPem = pki.Authority.Certificate.ExportCertificatePem(), ClusterCidr = cluster.PodCidr, SignCertificate = (pem, usages, lifetime) => pki.Authority.SignPem(pem, usages, lifetime, time.GetUtcNow()) };
                await new ControllersRole(options, client, time, loggers).RunAsync(stopping);
            }),
            Role.Of("kube-scheduler", async stopping =>
            {
                using var client = clients.For("system:kube-scheduler");
                await new SchedulerRole(_scheduling, client, time, loggers).RunAsync(stopping);
            }),
            new Role("cluster-objects", (context, stopping) => MakeObjectsAsync(clients, context, stopping)),
            .. node.Roles(prepared),
            DnsRoles.Of(cluster, clients, _address, time, loggers),
            new Role("readiness", (context, stopping) => AwaitReadyAsync(clients, health, context, stopping)),
        ];
        await new RoleHost(roles, loggers, time, health).RunAsync(cancellation);
    }

    private NodeTrust Trust(ClusterPki pki, RoleClients clients) => new(
        [pki.Authority.Certificate],
        role => role switch
        {
            "kube-proxy" => clients.For("system:kube-proxy"),
            _ => clients.For($"system:node:{cluster.Name}", "system:nodes"),
        },
        (_, _) => Task.FromResult(pki.IssueServer($"system:node:{cluster.Name}", [cluster.Name, "localhost"], [_address, IPAddress.Loopback])));

    private async Task RunApiServerAsync(EmbeddedStore store, RoleContext context, CancellationToken stopping)
    {
        var program = new ApiServerProgram { OtherMetrics = [_scheduling.Metrics.Write, _queues.Write, _nodes.Write] };
        program.Flags.Parse(ApiServerFlagsOf(cluster, _address));
        await program.ServeAsync(store, context.Started, loggers, time, stopping);
    }

    // What kubeadm would write into the API server's manifest, but for what the user has said otherwise.
    private static string[] ApiServerFlagsOf(LocalCluster cluster, IPAddress address)
    {
        string Pki(string file) => Path.Combine(cluster.PkiFolder, file);
        (string Name, string Value)[] own =
        [
            ("advertise-address", address.ToString()), ("allow-privileged", "true"), ("secure-port", cluster.ApiPort.ToString(CultureInfo.InvariantCulture)), ("service-cluster-ip-range", cluster.ServiceCidr.ToString()), ("authorization-mode", "Node,RBAC"),
            ("client-ca-file", Pki("ca.crt")), ("tls-cert-file", Pki("apiserver.crt")), ("tls-private-key-file", Pki("apiserver.key")),
            ("kubelet-certificate-authority", Pki("ca.crt")), ("kubelet-client-certificate", Pki("apiserver-kubelet-client.crt")), ("kubelet-client-key", Pki("apiserver-kubelet-client.key")),
            ("proxy-client-cert-file", Pki("front-proxy-client.crt")), ("proxy-client-key-file", Pki("front-proxy-client.key")), ("requestheader-client-ca-file", Pki("front-proxy-ca.crt")), ("requestheader-allowed-names", "front-proxy-client"),
            ("service-account-key-file", Pki("sa.pub")), ("service-account-signing-key-file", Pki("sa.key")), ("profiling", "false"), .. DefaultAudit.Flags(cluster.AuditFolder),
        ];
        var given = cluster.ApiServerArguments.Select(ComponentArguments.NameOf).ToHashSet(StringComparer.Ordinal);
        bool Stays(string name) => !given.Contains(name) && !(name == "authorization-mode" && given.Contains("authorization-config"));
        return [.. own.Where(f => Stays(f.Name)).Select(static f => $"--{f.Name}={f.Value}"), .. cluster.ApiServerArguments.Select(static a => "--" + a)];
    }

    private async Task MakeObjectsAsync(RoleClients clients, RoleContext context, CancellationToken stopping)
    {
        using var client = clients.For("kubernetes-super-admin", "system:masters");
        await ClusterObjects.EnsureAsync(client, cluster, new UriBuilder("https", _address.ToString(), cluster.ApiPort).Uri, File.ReadAllText(Path.Combine(cluster.PkiFolder, "ca.crt")), stopping);
        report.Step("container runtime");
        context.Started();
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping);
    }

    private async Task AwaitReadyAsync(RoleClients clients, HealthRegistry health, RoleContext context, CancellationToken stopping)
    {
        context.Started();
        report.Step("node ready");
        for (var begin = time.GetTimestamp(); !health.Ready([]).Ok; await Task.Delay(_lookEvery, time, stopping))
        {
            if (time.GetElapsedTime(begin) > _readyMax) { report.Fail($"not ready after {_readyMax.TotalSeconds:0} s: {health.Ready([]).Text}"); }
        }
        // A node may not say this of itself (NodeRestriction).
        using (var client = clients.For("kubernetes-super-admin", "system:masters"))
        {
            var label = """{"metadata":{"labels":{"node-role.kubernetes.io/control-plane":""}}}"""u8.ToArray();
            await client.RequestAsync(HttpMethod.Patch, $"/api/v1/nodes/{cluster.Name}", label, "application/merge-patch+json", stopping);
        }
        report.Step("cluster DNS");
        await DnsProbe.WaitAsync(cluster, time, stopping);
        report.Ready();
        // What the start has left behind goes back to the machine: an idle cluster is to weigh what it holds.
        await IdleMemory.RunAsync(time, stopping);
    }

    private void WriteKubeconfig(ClusterPki pki)
    {
        using var certificate = pki.IssueClient("kubernetes-admin", "kubeadm:cluster-admins");
        using var key = certificate.GetECDsaPrivateKey()!;
        var file = KubeconfigFile.Of(cluster.Name, cluster.Server, pki.Authority.Certificate.ExportCertificatePem(), certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        PemFiles.WriteFile(cluster.Kubeconfig, file.ToString(), isSecret: true);
    }
}

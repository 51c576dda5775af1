using KubeSharp.Bootstrap.Join;
using KubeSharp.Client.Rest;
using KubeSharp.Hosting.Health;
using KubeSharp.Hosting.Processes;
using KubeSharp.Hosting.Roles;
using KubeSharp.Machinery.Processes;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Server;

/// <summary>All roles of a machine that is a node only, put together.</summary>
internal sealed class AgentProcessRoles(AgentOptions options, StartReport report, ILoggerFactory loggers, TimeProvider time)
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Joins where need be, and runs them until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        report.Step("join");
        var identity = await AgentIdentity.EnsureAsync(options, time, cancellation);
        using var client = identity.Client("kubelet");
        var settings = NodeSettings.OfAgent(options, await SettingsAsync(client, cancellation));
        var node = new NodeRole(settings, new NodeTrust(identity.Authorities, identity.Client, (c, stopping) => identity.Certificates.ServerAsync(c, options.Address, stopping)) { WriteMetrics = identity.Certificates.WriteMetrics }, MachineShare.Of(options.LocalCluster), time, loggers);
        var health = new HealthRegistry();
        report.Step("container runtime");
        IRole[] roles =
        [
            Role.Of("certificates", identity.RenewAsync),
            .. node.Roles(node.PrepareAsync(cancellation)),
            new Role("readiness", async (context, stopping) =>
            {
                context.Started();
                report.Step("node ready");
                while (!health.Ready([]).Ok) { await Task.Delay(_lookEvery, time, stopping); }
                report.Ready();
                await IdleMemory.RunAsync(time, stopping);
            }),
        ];
        using var ending = new CancellationTokenSource();
        using var asked = cancellation.Register(() => _ = EndAsync(node, ending));
        await new RoleHost(roles, loggers, time, health).RunAsync(ending.Token);
    }

    // The roles that the pods need go on until the pods have ended.
    private async Task EndAsync(NodeRole node, CancellationTokenSource ending)
    {
        try
        {
            if (options.EndsPods) { await node.ShutDownAsync(CancellationToken.None); }
        }
        finally { await ending.CancelAsync(); }
    }

    // A node that has joined comes up without the API server too: what ran goes on, and the cluster is asked again.
    private async Task<ClusterSettings> SettingsAsync(IApiClient client, CancellationToken cancellation)
    {
        while (true)
        {
            try { return await ClusterSettings.ReadAsync(client, cancellation); }
            catch (HttpRequestException) { await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation); }
        }
    }
}

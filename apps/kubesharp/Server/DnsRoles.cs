using System.Net;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Dns;
using KubeSharp.Dns.Forwarding;
using KubeSharp.Hosting.Roles;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Server;

/// <summary>The cluster's DNS, on its first machine.</summary>
internal static class DnsRoles
{
    // As kubeadm's CoreDNS, whose role it has.
    private const string Account = "coredns";

    /// <summary>The role.</summary>
    public static IRole Of(LocalCluster cluster, RoleClients clients, IPAddress address, TimeProvider time, ILoggerFactory loggers) => Role.Of("dns", async stopping =>
    {
        using var manager = clients.For("system:kube-controller-manager");
        using var accounts = clients.Accounts(manager, Account);
        var own = new HashSet<IPAddress> { address, cluster.DnsAddress };
        var upstreams = File.Exists("/etc/resolv.conf") ? Forwarder.ReadServers(await File.ReadAllTextAsync("/etc/resolv.conf", stopping), own) : [];
        var options = new DnsOptions { Listen = new IPEndPoint(address, cluster.DnsPort), Upstreams = upstreams, NodeName = cluster.Name };
        await new DnsRole(options, accounts.Of(Account), time, loggers).RunAsync(stopping);
    });
}

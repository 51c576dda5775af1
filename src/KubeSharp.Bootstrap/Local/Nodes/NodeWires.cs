using System.Globalization;
using KubeSharp.Cri.Processes;
using Command = KubeSharp.Machinery.Processes.Command;

namespace KubeSharp.Bootstrap.Local.Nodes;

/// <summary>The network between the nodes of a cluster on this machine: a bridge on which the machine itself is the gateway, and a wire to each worker.</summary>
internal static class NodeWires
{
    /// <summary>Makes the bridge and what lets workers reach the outside. Being there already is no error.</summary>
    public static async Task EnsureBridgeAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        if (!Directory.Exists($"/sys/class/net/{cluster.NodeBridge}")) { await RunAsync(Command.Here, $"link add {cluster.NodeBridge} type bridge\n", cancellation).ConfigureAwait(false); }
        await RunAsync(Command.Here, $"addr replace {cluster.NodeGateway}/{cluster.NodeCidr.PrefixLength} dev {cluster.NodeBridge}\nlink set {cluster.NodeBridge} up\n", cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync("/proc/sys/net/ipv4/ip_forward", "1", cancellation).ConfigureAwait(false);
        await CheckedAsync(Command.Here, Rules(cluster), cancellation, "nft", "-f", "-").ConfigureAwait(false);
    }

    /// <summary>Takes the bridge and the rules away. Being gone is no error.</summary>
    public static async Task RemoveBridgeAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        if (Directory.Exists($"/sys/class/net/{cluster.NodeBridge}")) { await Command.Here.RunAsync("", cancellation, "ip", "link", "delete", cluster.NodeBridge).ConfigureAwait(false); }
        await Command.Here.RunAsync($"table ip {Table(cluster)}\ndelete table ip {Table(cluster)}\n", cancellation, "nft", "-f", "-").ConfigureAwait(false);
    }

    /// <summary>Makes the wire between the bridge and a worker, with address and default route at its end.</summary>
    public static async Task EnsureWireAsync(WorkerNode node, ProcessIdentity holder, CancellationToken cancellation)
    {
        var cluster = node.Cluster;
        var inside = new Command([.. NodeHolder.Enter(holder)]);
        if (!Directory.Exists($"/sys/class/net/{node.Wire}"))
        {
            await RunAsync(Command.Here, string.Create(CultureInfo.InvariantCulture, $"link add {node.Wire} type veth peer name eth0 netns {holder.Id}\n"), cancellation).ConfigureAwait(false);
        }
        await RunAsync(Command.Here, $"link set {node.Wire} master {cluster.NodeBridge}\nlink set {node.Wire} up\n", cancellation).ConfigureAwait(false);
        await RunAsync(inside, $"addr replace {node.Address}/{cluster.NodeCidr.PrefixLength} dev eth0\nlink set eth0 up\nroute replace default via {cluster.NodeGateway}\n", cancellation).ConfigureAwait(false);
    }

    // What workers and their pods say to the outside comes from this machine's address.
    private static string Rules(LocalCluster cluster) => $$"""
        table ip {{Table(cluster)}}
        delete table ip {{Table(cluster)}}
        table ip {{Table(cluster)}} {
          chain postrouting {
            type nat hook postrouting priority 110; policy accept;
            ip saddr {{cluster.NodeCidr}} ip daddr != { {{cluster.NodeCidr}}, {{cluster.PodCidr}} } masquerade
          }
        }

        """;

    private static string Table(LocalCluster cluster) => $"kubesharp-nodes-{cluster.Name}";

    private static Task RunAsync(Command command, string batch, CancellationToken cancellation) => CheckedAsync(command, batch, cancellation, "ip", "-batch", "-");

    private static async Task CheckedAsync(Command command, string input, CancellationToken cancellation, params string[] words)
    {
        var (code, output, error) = await command.RunAsync(input, cancellation, words).ConfigureAwait(false);
        if (code != 0) { throw new LocalClusterException($"the network between the nodes cannot be made: {string.Join(' ', words)}: {(error + output).Trim().ReplaceLineEndings("; ")}"); }
    }
}

using System.Globalization;
using KubeSharp.Cri.Processes;
using Command = KubeSharp.Machinery.Processes.Command;

namespace KubeSharp.Bootstrap.Local.Nodes;

/// <summary>
/// The network between the nodes of a cluster on this machine: a wire to each worker, and the machine routes between them. No bridge: a filter
/// that changes where bridged packets go does it halfway.
/// </summary>
internal static class NodeWires
{
    /// <summary>Makes what lets workers reach each other and the outside. Being there already is no error.</summary>
    public static async Task EnsureRulesAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync("/proc/sys/net/ipv4/ip_forward", "1", cancellation).ConfigureAwait(false);
        await CheckedAsync(Command.Here, Rules(cluster), cancellation, "nft", "-f", "-").ConfigureAwait(false);
    }

    /// <summary>Takes the rules away; wires go with their workers. Being gone is no error.</summary>
    public static Task RemoveRulesAsync(LocalCluster cluster, CancellationToken cancellation) =>
        Command.Here.RunAsync($"table ip {Table(cluster)}\ndelete table ip {Table(cluster)}\n", cancellation, "nft", "-f", "-");

    /// <summary>
    /// Makes the wire to a worker, with address and default route at its end. A wire without an end in the worker is one of an earlier holder: the
    /// kernel takes it away some time after the holder's end, which may be after this one's start.
    /// </summary>
    public static async Task EnsureWireAsync(WorkerNode node, ProcessIdentity holder, CancellationToken cancellation)
    {
        var gateway = node.Cluster.NodeGateway;
        var inside = new Command([.. NodeHolder.Enter(holder)]);
        if ((await inside.RunAsync("", cancellation, "ip", "link", "show", "eth0").ConfigureAwait(false)).Code != 0)
        {
            await Command.Here.RunAsync("", cancellation, "ip", "link", "delete", node.Wire).ConfigureAwait(false);
            await RunAsync(Command.Here, string.Create(CultureInfo.InvariantCulture, $"link add {node.Wire} type veth peer name eth0 netns {holder.Id}\n"), cancellation).ConfigureAwait(false);
        }
        await RunAsync(Command.Here, $"addr replace {gateway}/32 dev {node.Wire}\nlink set {node.Wire} up\nroute replace {node.Address} dev {node.Wire} src {gateway}\n", cancellation).ConfigureAwait(false);
        await RunAsync(inside, $"addr replace {node.Address}/32 dev eth0\nlink set eth0 up\nroute replace {gateway} dev eth0 src {node.Address}\nroute replace default via {gateway} dev eth0 src {node.Address}\n", cancellation).ConfigureAwait(false);
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

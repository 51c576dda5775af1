using System.ComponentModel;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using Microsoft.Extensions.Logging;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Network;

/// <summary>
/// The pod network of a node: a bridge with the node's range of addresses (CNI plug-ins bridge and host-local), routes to the other nodes'
/// ranges, masquerading of what leaves the cluster. Source: Cluster Networking; CNI specification.
/// </summary>
public sealed partial class PodNetwork(PodNetworkOptions options, IApiClient client, TimeProvider time, ILoggerFactory loggers)
{
    private const string BridgeFilter = "/proc/sys/net/bridge/bridge-nf-call-iptables";
    // Marks our routes among the machine's.
    private const string RouteProtocol = "77";
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(5), _lookAloneEvery = TimeSpan.FromSeconds(30);
    private readonly ILogger _logger = loggers.CreateLogger("network");
    private readonly ForwardGate _gate = new(options.Command, options.PodCidr, options.Table);
    private readonly SemaphoreSlim _changed = new(0);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the node's own range is configured.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Keeps configuration and routes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var informers = new InformerFactory(client, time, loggers);
        var nodes = informers.Get<Node>();
        nodes.Subscribe(c => { if (c.Old?.Spec.PodCIDR != c.New?.Spec.PodCIDR || c.Old is null || !c.Old.Status.Addresses.Equals(c.New?.Status.Addresses)) { _changed.Release(); } });
        var following = informers.RunAsync(cancellation);
        var done = "";
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                // The machine's own network may change too, which no object tells.
                await _changed.WaitAsync(done.Length > 0 && nodes.Cache.List().Count < 2 ? _lookAloneEvery : _lookEvery, cancellation).ConfigureAwait(false);
                var own = nodes.Cache.Get(null, options.NodeName)?.Spec.PodCIDR ?? "";
                if (own.Length == 0) { continue; }
                if (done != own)
                {
                    await ConfigureAsync(own, cancellation).ConfigureAwait(false);
                    done = own;
                    _ready.TrySetResult();
                }
                await _gate.OpenAsync(cancellation).ConfigureAwait(false);
                await RouteAsync([.. Routes(nodes.Cache.List(), options.NodeName)], cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) { break; }
            catch (Exception e) when (e is Win32Exception or IOException) { LogFailure(e.Message); }
        }
        await following.ConfigureAwait(false);
    }

    /// <summary>The routes to nodes' ranges that "ip route show" lists and that are not wanted any more. Pure.</summary>
    public static IEnumerable<string> Stale(string shown, IEnumerable<(string Range, string Via)> wanted) =>
        shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split(' ')[0]).Except(wanted.Select(static w => w.Range));

    /// <summary>The next hop to an address as "ip route get" says it: the address itself where it is on a wire of this machine. Pure.</summary>
    public static string NextHop(string shown, string address) => shown.Split(' ', '\n') is [_, "via", var gateway, ..] ? gateway : address;

    /// <summary>Takes bridge, rules and configuration away.</summary>
    public async Task DeleteAsync(CancellationToken cancellation)
    {
        await options.Command.RunAsync("", cancellation, "ip", "link", "delete", options.Bridge).ConfigureAwait(false);
        await options.Command.RunAsync($"table ip {options.Table}\ndelete table ip {options.Table}\n", cancellation, "nft", "-f", "-").ConfigureAwait(false);
        await _gate.RemoveAsync(cancellation).ConfigureAwait(false);
        File.Delete(ConfigurationFile);
        if (Directory.Exists(options.StateFolder)) { Directory.Delete(options.StateFolder, recursive: true); }
    }

    /// <summary>The ways to the other nodes' ranges. Pure.</summary>
    public static IEnumerable<(string Range, string Via)> Routes(IEnumerable<Node> nodes, string own) =>
        nodes.Where(n => n.Metadata.Name != own && !string.IsNullOrEmpty(n.Spec.PodCIDR))
            .Select(static n => (n.Spec.PodCIDR!, Via: n.Status.Addresses.FirstOrDefault(static a => a.Type == "InternalIP")?.Address ?? ""))
            .Where(static r => r.Via.Length > 0).OrderBy(static r => r.Item1, StringComparer.Ordinal);

    /// <summary>The CNI configuration of a range. Pure.</summary>
    public static ObjectNode Configuration(string range, string bridge, string stateFolder) => ObjectNode.Of(
        ("cniVersion", "1.0.0"), ("name", "kubesharp"), ("plugins", ArrayNode.Of(
            ObjectNode.Of(("type", "bridge"), ("bridge", bridge), ("isGateway", true), ("ipMasq", false), ("hairpinMode", true), ("ipam", ObjectNode.Of(
                ("type", "host-local"), ("dataDir", stateFolder), ("ranges", ArrayNode.Of(ArrayNode.Of(ObjectNode.Of(("subnet", range))))), ("routes", ArrayNode.Of(ObjectNode.Of(("dst", "0.0.0.0/0"))))))))));

    private string ConfigurationFile => Path.Combine(options.ConfigurationFolder, "10-kubesharp.conflist");

    private async Task ConfigureAsync(string range, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync("/proc/sys/net/ipv4/ip_forward", "1", cancellation).ConfigureAwait(false);
        // A client on the node may reach a pod by a port of 127.0.0.1; what comes from elsewhere for such an address is dropped by the proxy's rules.
        await File.WriteAllTextAsync("/proc/sys/net/ipv4/conf/all/route_localnet", "1", cancellation).ConfigureAwait(false);
        // An answer between two pods of one bridge must pass the filter that has changed the question's address.
        if (!File.Exists(BridgeFilter)) { await LoadBridgeFilterAsync(cancellation).ConfigureAwait(false); }
        if (File.Exists(BridgeFilter)) { await File.WriteAllTextAsync(BridgeFilter, "1", cancellation).ConfigureAwait(false); }
        var rules = $$"""
            table ip {{options.Table}}
            delete table ip {{options.Table}}
            table ip {{options.Table}} {
              chain postrouting {
                type nat hook postrouting priority 110; policy accept;
                ip saddr {{range}} ip daddr != {{options.PodCidr}} oifname != "{{options.Bridge}}" masquerade
              }
            }

            """;
        var (code, _, error) = await options.Command.RunAsync(rules, cancellation, "nft", "-f", "-").ConfigureAwait(false);
        if (code != 0) { LogFailure(error.Trim()); }
        Directory.CreateDirectory(options.ConfigurationFolder);
        // Seen whole or not at all: the runtime watches the folder.
        var aside = Path.Combine(options.ConfigurationFolder, ".new");
        await File.WriteAllBytesAsync(aside, Configuration(range, options.Bridge, options.StateFolder).ToUtf8(), cancellation).ConfigureAwait(false);
        File.Move(aside, ConfigurationFile, overwrite: true);
    }

    private async Task LoadBridgeFilterAsync(CancellationToken cancellation)
    {
        try { await RunAsync(cancellation, "modprobe", "br_netfilter").ConfigureAwait(false); }
        catch (Win32Exception e) { LogFailure($"modprobe br_netfilter: {e.Message}"); }
    }

    // A node that is not on a wire of this one is reached where its address is.
    private async Task RouteAsync((string Range, string Via)[] wanted, CancellationToken cancellation)
    {
        foreach (var (range, via) in wanted)
        {
            var hop = NextHop(await RunAsync(cancellation, "ip", "-4", "-o", "route", "get", via).ConfigureAwait(false), via);
            await RunAsync(cancellation, "ip", "route", "replace", range, "via", hop, "proto", RouteProtocol).ConfigureAwait(false);
        }
        foreach (var gone in Stale(await RunAsync(cancellation, "ip", "-4", "route", "show", "root", options.PodCidr, "proto", RouteProtocol).ConfigureAwait(false), wanted))
        {
            await RunAsync(cancellation, "ip", "route", "delete", gone, "proto", RouteProtocol).ConfigureAwait(false);
        }
    }

    private async Task<string> RunAsync(CancellationToken cancellation, params string[] words)
    {
        var (code, output, error) = await options.Command.RunAsync("", cancellation, words).ConfigureAwait(false);
        if (code != 0) { LogFailure($"{string.Join(' ', words)}: {error.Trim()}"); }
        return output;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the pod network could not be set up: {Reason}")]
    private partial void LogFailure(string reason);
}

using System.Globalization;

namespace KubeSharp.Proxy.Planning;

/// <summary>
/// The kernel remembers where it sent a client's UDP packets and sends the next ones there too, rules or not. What must be forgotten after a
/// change: flows to endpoints that are gone, and flows that came to a port of the node before anything stood behind it. Pure.
/// </summary>
public static class StaleFlows
{
    /// <summary>Options of conntrack -D for each.</summary>
    public static IEnumerable<string[]> Between(RuleSet before, RuleSet after)
    {
        foreach (var (address, port, target) in Targets(before).Except(Targets(after))) { yield return ["--orig-dst", address, "--orig-port-dst", Text(port), "--dst-nat", target]; }
        foreach (var (port, target) in NodeTargets(before).Except(NodeTargets(after))) { yield return ["--orig-port-dst", Text(port), "--dst-nat", target]; }
        foreach (var port in NodeTargets(after).Select(static t => t.Port).Except(NodeTargets(before).Select(static t => t.Port))) { yield return ["--orig-port-dst", Text(port)]; }
    }

    private static IEnumerable<(string Address, int Port, string Target)> Targets(RuleSet rules) =>
        rules.Targets.Where(static t => t.Protocol == "udp").Select(static t => (t.Address, t.Port, t.TargetAddress))
            .Concat(rules.Sticky.Where(static s => s.Protocol == "udp").SelectMany(static s => s.Addresses.SelectMany(a => s.Endpoints.Select(e => (a.Address, a.Port, e.Address)))));

    private static IEnumerable<(int Port, string Target)> NodeTargets(RuleSet rules) =>
        rules.NodeTargets.Where(static t => t.Protocol == "udp").Select(static t => (t.Port, t.TargetAddress))
            .Concat(rules.Sticky.Where(static s => s.Protocol == "udp").SelectMany(static s => s.NodePorts.SelectMany(p => s.Endpoints.Select(e => (p, e.Address)))));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

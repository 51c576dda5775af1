using System.Collections.Immutable;
using KubeSharp.Proxy.Snapshot;

namespace KubeSharp.Proxy.Planning;

/// <summary>Decides the rules for a snapshot. Pure. Source: Virtual IPs and Service Proxies.</summary>
public static class RulePlanner
{
    /// <summary>The rules.</summary>
    public static RuleSet Plan(ServiceSnapshot snapshot)
    {
        var chooses = ImmutableArray.CreateBuilder<(string, string, int, Choice)>();
        var nodeChooses = ImmutableArray.CreateBuilder<(string, int, Choice)>();
        var targets = ImmutableArray.CreateBuilder<(string, string, int, int, string, int)>();
        var nodeTargets = ImmutableArray.CreateBuilder<(string, int, int, string, int)>();
        var empty = ImmutableArray.CreateBuilder<(string, int)>();
        foreach (var port in snapshot.Ports)
        {
            for (var i = 0; i < port.Addresses.Length; i++)
            {
                // The first is the cluster's own address, the others are the outside's.
                var endpoints = (i == 0 ? port.IsInternalLocal : port.IsExternalLocal) ? Local(port.Endpoints) : port.Endpoints;
                if (endpoints.IsEmpty) { continue; }
                chooses.Add((port.Protocol, port.Addresses[i], port.Port, new Choice(endpoints.Length, port.HasAffinity)));
                for (var n = 0; n < endpoints.Length; n++) { targets.Add((port.Protocol, port.Addresses[i], port.Port, n, endpoints[n].Address, endpoints[n].Port)); }
            }
            if (port.NodePort == 0) { continue; }
            var reached = port.IsExternalLocal ? Local(port.Endpoints) : port.Endpoints;
            if (reached.IsEmpty) { empty.Add((port.Protocol, port.NodePort)); }
            else { nodeChooses.Add((port.Protocol, port.NodePort, new Choice(reached.Length, port.HasAffinity))); }
            for (var n = 0; n < reached.Length; n++) { nodeTargets.Add((port.Protocol, port.NodePort, n, reached[n].Address, reached[n].Port)); }
        }
        foreach (var host in snapshot.HostPorts)
        {
            // A port of one address is found like a service's, so that others may have the same port at other addresses.
            if (host.HostAddress.Length > 0)
            {
                chooses.Add((host.Protocol, host.HostAddress, host.HostPort, new Choice(1, false)));
                targets.Add((host.Protocol, host.HostAddress, host.HostPort, 0, host.Address, host.Port));
                continue;
            }
            nodeChooses.Add((host.Protocol, host.HostPort, new Choice(1, false)));
            nodeTargets.Add((host.Protocol, host.HostPort, 0, host.Address, host.Port));
        }
        var kept = snapshot.Ports.Where(static p => p.IsExternalLocal && p.NodePort > 0).Select(static p => (p.Protocol, p.NodePort)).Distinct().ToImmutableArray();
        var hairpins = snapshot.Ports.SelectMany(static p => p.Endpoints).Where(static e => e.IsLocal).Select(static e => e.Address).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        return new([.. chooses.DistinctBy(static c => (c.Item1, c.Item2, c.Item3))], [.. nodeChooses.DistinctBy(static c => (c.Item1, c.Item2))], [.. targets.DistinctBy(static t => (t.Item1, t.Item2, t.Item3, t.Item4))], [.. nodeTargets.DistinctBy(static t => (t.Item1, t.Item2, t.Item3))], empty.ToImmutable(), hairpins) { SourceKept = kept };
    }

    private static ImmutableArray<ServiceEndpoint> Local(ImmutableArray<ServiceEndpoint> endpoints) => [.. endpoints.Where(static e => e.IsLocal)];
}

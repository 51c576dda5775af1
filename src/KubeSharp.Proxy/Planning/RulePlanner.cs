using System.Collections.Immutable;
using KubeSharp.Proxy.Snapshot;

namespace KubeSharp.Proxy.Planning;

/// <summary>Decides the rules for a snapshot. Pure. Source: Virtual IPs and Service Proxies.</summary>
public static class RulePlanner
{
    /// <summary>The rules.</summary>
    public static RuleSet Plan(ServiceSnapshot snapshot)
    {
        var rules = new Rules();
        foreach (var port in snapshot.Ports)
        {
            var all = port.Endpoints;
            var local = all.RemoveAll(static e => !e.IsLocal);
            for (var i = 0; i < port.Addresses.Length; i++)
            {
                // The first is the cluster's own address, the others are the outside's.
                var isLocal = i == 0 ? port.IsInternalLocal : port.IsExternalLocal;
                rules.AtAddress(port, port.Addresses[i], isLocal, isLocal ? local : all);
            }
            if (port.NodePort > 0) { rules.AtNode(port, port.IsExternalLocal ? local : all); }
        }
        foreach (var host in snapshot.HostPorts) { rules.AtHost(host); }
        var kept = snapshot.Ports.Where(static p => p.IsExternalLocal && p.NodePort > 0).Select(static p => (p.Protocol, p.NodePort)).Distinct().ToImmutableArray();
        var hairpins = snapshot.Ports.SelectMany(static p => p.Endpoints).Where(static e => e.IsLocal).Select(static e => e.Address).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        return rules.Done(hairpins, kept);
    }

    // What has been decided so far. Of two that claim one address and port, the first has it.
    private sealed class Rules
    {
        private readonly Dictionary<(string Protocol, string Address, int Port), ImmutableArray<ServiceEndpoint>> _addresses = [];
        private readonly Dictionary<(string Protocol, int Port), ImmutableArray<ServiceEndpoint>> _nodePorts = [];
        private readonly Dictionary<string, StickyPort> _sticky = new(StringComparer.Ordinal);
        private readonly List<(string, int)> _empty = [];

        public void AtAddress(ServicePortState port, string address, bool isLocal, ImmutableArray<ServiceEndpoint> endpoints)
        {
            if (endpoints.IsEmpty) { return; }
            if (port.AffinitySeconds > 0) { Stick(port, isLocal, endpoints, s => s with { Addresses = s.Addresses.Add((address, port.Port)) }); }
            else { _addresses.TryAdd((port.Protocol, address, port.Port), endpoints); }
        }

        public void AtNode(ServicePortState port, ImmutableArray<ServiceEndpoint> endpoints)
        {
            if (endpoints.IsEmpty) { _empty.Add((port.Protocol, port.NodePort)); }
            else if (port.AffinitySeconds > 0) { Stick(port, port.IsExternalLocal, endpoints, s => s with { NodePorts = s.NodePorts.Add(port.NodePort) }); }
            else { _nodePorts.TryAdd((port.Protocol, port.NodePort), endpoints); }
        }

        // A port of one address is found like a service's, so that others may have the same port at other addresses.
        public void AtHost(HostPortState host)
        {
            ImmutableArray<ServiceEndpoint> pod = [new(host.Address, host.Port, true)];
            if (host.HostAddress.Length > 0) { _addresses.TryAdd((host.Protocol, host.HostAddress, host.HostPort), pod); }
            else { _nodePorts.TryAdd((host.Protocol, host.HostPort), pod); }
        }

        public RuleSet Done(ImmutableArray<string> hairpins, ImmutableArray<(string, int)> kept) => new(
            [.. _addresses.Select(static a => (a.Key.Protocol, a.Key.Address, a.Key.Port, a.Value.Length))],
            [.. _nodePorts.Select(static n => (n.Key.Protocol, n.Key.Port, n.Value.Length))],
            [.. _addresses.SelectMany(static a => a.Value.Select((e, n) => (a.Key.Protocol, a.Key.Address, a.Key.Port, n, e.Address, e.Port)))],
            [.. _nodePorts.SelectMany(static p => p.Value.Select((e, n) => (p.Key.Protocol, p.Key.Port, n, e.Address, e.Port)))],
            [.. _empty], hairpins)
        {
            SourceKept = kept,
            Sticky = [.. _sticky.Values],
        };

        private void Stick(ServicePortState port, bool isLocal, ImmutableArray<ServiceEndpoint> endpoints, Func<StickyPort, StickyPort> add)
        {
            var name = StickyPort.NameOf(port.Name, isLocal);
            _sticky[name] = add(_sticky.GetValueOrDefault(name) ?? new(name, port.Protocol, port.AffinitySeconds, [], [], endpoints));
        }
    }
}

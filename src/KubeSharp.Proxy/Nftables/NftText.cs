using System.Text;
using KubeSharp.Proxy.Planning;

namespace KubeSharp.Proxy.Nftables;

/// <summary>
/// Writes rules in nft's language: one table, replaced as a whole in one transaction. An address and port lead by a map to a chain that draws
/// a number (one chain for each count of endpoints), and address, port and number by a second map to the endpoint.
/// </summary>
public static class NftText
{
    private static readonly string[] _protocols = ["tcp", "udp", "sctp"];

    /// <summary>The text for nft -f.</summary>
    public static string Write(RuleSet rules, string table, string serviceCidr, string podCidr)
    {
        var text = new StringBuilder();
        text.Append($"table ip {table}\ndelete table ip {table}\ntable ip {table} {{\n");
        foreach (var protocol in _protocols) { WriteMaps(text, rules, protocol); }
        text.Append($"  set hairpins {{\n    type ipv4_addr . ipv4_addr\n{Elements(rules.Hairpins.Select(static a => $"{a} . {a}"))}  }}\n");
        foreach (var count in rules.Chooses.Select(static c => c.Count).Concat(rules.NodeChooses.Select(static c => c.Count)).Distinct().Order()) { WriteDraw(text, count); }
        WriteRoutes(text);
        text.Append($$"""
              chain prerouting {
                type nat hook prerouting priority -100; policy accept;
                jump services
              }
              chain output {
                type nat hook output priority -100; policy accept;
                jump services
              }
              chain postrouting {
                type nat hook postrouting priority 100; policy accept;
                ip saddr . ip daddr @hairpins ct status dnat masquerade
            {{SourceKept(rules)}}    ip saddr != {{podCidr}} ct status dnat masquerade
              }
              chain unserved {
                ip daddr {{serviceCidr}} meta l4proto tcp reject with tcp reset
                ip daddr {{serviceCidr}} reject with icmp type port-unreachable
              }
              chain martians {
                type filter hook prerouting priority -300; policy accept;
                iifname != "lo" ip daddr 127.0.0.0/8 drop
              }
              chain forward {
                type filter hook forward priority 0; policy accept;
                jump unserved
              }
              chain output_filter {
                type filter hook output priority 0; policy accept;
                jump unserved
              }
              chain input {
                type filter hook input priority 0; policy accept;

            """);
        foreach (var protocol in _protocols)
        {
            var ports = string.Join(", ", rules.EmptyNodePorts.Where(p => p.Protocol == protocol).Select(static p => p.Port));
            if (ports.Length > 0) { text.Append($"    fib daddr type local {protocol} dport {{ {ports} }} reject\n"); }
        }
        return text.Append("  }\n}\n").ToString();
    }

    /// <summary>The text that removes the table.</summary>
    public static string Remove(string table) => $"table ip {table}\ndelete table ip {table}\n";

    private static void WriteMaps(StringBuilder text, RuleSet rules, string protocol)
    {
        text.Append($"  map {protocol}_services {{\n    typeof ip daddr . {protocol} dport : verdict\n{Elements(rules.Chooses.Where(c => c.Protocol == protocol).Select(static c => $"{c.Address} . {c.Port} : jump draw_{c.Count}"))}  }}\n");
        text.Append($"  map {protocol}_endpoints {{\n    typeof ip daddr . {protocol} dport . meta mark : ip daddr . {protocol} dport\n{Elements(rules.Targets.Where(t => t.Protocol == protocol).Select(static t => $"{t.Address} . {t.Port} . {t.Number} : {t.TargetAddress} . {t.TargetPort}"))}  }}\n");
        text.Append($"  map {protocol}_nodeports {{\n    typeof {protocol} dport : verdict\n{Elements(rules.NodeChooses.Where(c => c.Protocol == protocol).Select(static c => $"{c.Port} : jump draw_{c.Count}"))}  }}\n");
        text.Append($"  map {protocol}_node_endpoints {{\n    typeof {protocol} dport . meta mark : ip daddr . {protocol} dport\n{Elements(rules.NodeTargets.Where(t => t.Protocol == protocol).Select(static t => $"{t.Port} . {t.Number} : {t.TargetAddress} . {t.TargetPort}"))}  }}\n");
    }

    private static void WriteDraw(StringBuilder text, int count) =>
        text.Append($"  chain draw_{count} {{\n    meta mark set {(count == 1 ? "0" : $"numgen random mod {count}")}\n  }}\n");

    // Draw a number, then look up where it leads; the mark is ours only between the two.
    private static void WriteRoutes(StringBuilder text)
    {
        text.Append("  chain services {\n");
        foreach (var protocol in _protocols)
        {
            text.Append($"    ip daddr . {protocol} dport vmap @{protocol}_services\n    dnat ip to ip daddr . {protocol} dport . meta mark map @{protocol}_endpoints\n");
            text.Append($"    fib daddr type local {protocol} dport vmap @{protocol}_nodeports\n    fib daddr type local dnat ip to {protocol} dport . meta mark map @{protocol}_node_endpoints\n");
        }
        text.Append("  }\n");
    }

    // A client that is the node itself must be masked all the same: its loopback address leads nowhere.
    private static string SourceKept(RuleSet rules) => string.Concat(rules.SourceKept.GroupBy(static k => k.Protocol)
        .Select(static g => $"    ip saddr != 127.0.0.0/8 meta l4proto {g.Key} ct original proto-dst {{ {string.Join(", ", g.Select(static k => k.Port))} }} ct status dnat accept\n"));

    private static string Elements(IEnumerable<string> elements)
    {
        var all = string.Join(",\n      ", elements);
        return all.Length == 0 ? "" : $"    elements = {{\n      {all}\n    }}\n";
    }
}

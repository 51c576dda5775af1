using System.Text;
using KubeSharp.Proxy.Planning;

namespace KubeSharp.Proxy.Nftables;

/// <summary>
/// Writes what keeps clients with their endpoints: a table of its own, because its maps of clients must outlive changes. Each port has a map from
/// the client's address to the number of its endpoint and a chain that looks there first, draws where nothing usable is found, and writes down
/// what it drew. A number whose endpoint is gone leads nowhere, so that the client draws again.
/// </summary>
public static class StickyText
{
    private const int MostClients = 65_536;

    /// <summary>The text for nft -f that turns the rules for <paramref name="before"/> into those for <paramref name="after"/>; null before: whatever is there goes.</summary>
    public static string Write(IReadOnlyCollection<StickyPort>? before, IReadOnlyCollection<StickyPort> after, string table)
    {
        var text = new StringBuilder();
        if (before is null || after.Count == 0) { text.Append(NftText.Remove(Name(table))); }
        if (after.Count == 0) { return text.ToString(); }
        text.Append($"table ip {Name(table)} {{\n");
        foreach (var port in after) { text.Append($"  map clients_{port.Name} {{\n    type ipv4_addr : mark\n    size {MostClients}\n    flags dynamic,timeout\n  }}\n"); }
        text.Append($"}}\nflush table ip {Name(table)}\n");
        foreach (var gone in (before ?? []).ExceptBy(after.Select(static p => p.Name), static p => p.Name))
        {
            text.Append($"delete chain ip {Name(table)} sticky_{gone.Name}\ndelete map ip {Name(table)} clients_{gone.Name}\n");
        }
        text.Append($"table ip {Name(table)} {{\n");
        foreach (var port in after) { WriteChain(text, port); }
        text.Append("  chain services {\n");
        foreach (var port in after)
        {
            if (port.Addresses.Length > 0) { text.Append($"    ip daddr . {port.Protocol} dport {{ {string.Join(", ", port.Addresses.Select(static a => $"{a.Address} . {a.Port}"))} }} goto sticky_{port.Name}\n"); }
            if (port.NodePorts.Length > 0) { text.Append($"    fib daddr type local {port.Protocol} dport {{ {string.Join(", ", port.NodePorts)} }} goto sticky_{port.Name}\n"); }
        }
        return text.Append("""
              }
              chain prerouting {
                type nat hook prerouting priority -101; policy accept;
                jump services
              }
              chain output {
                type nat hook output priority -101; policy accept;
                jump services
              }
            }

            """).ToString();
    }

    /// <summary>The text that removes the table.</summary>
    public static string Remove(string table) => NftText.Remove(Name(table));

    private static string Name(string table) => $"{table}-sticky";

    private static void WriteChain(StringBuilder text, StickyPort port)
    {
        var numbers = string.Join(", ", port.Endpoints.Select(static (e, n) => $"{n} : {StickyPort.NumberOf(e)}"));
        var remember = $"update @clients_{port.Name} {{ ip saddr timeout {port.Seconds}s : meta mark }}";
        var go = $"meta l4proto {port.Protocol} dnat ip to meta mark map {{ {string.Join(", ", port.Endpoints.Select(static e => $"{StickyPort.NumberOf(e)} : {e.Address} . {e.Port}"))} }}";
        text.Append($"  chain sticky_{port.Name} {{\n    meta mark set 0\n    meta mark set ip saddr map @clients_{port.Name}\n    meta mark != 0 {remember}\n    {go}\n");
        text.Append($"    meta mark set numgen random mod {port.Endpoints.Length} map {{ {numbers} }}\n    {remember}\n    {go}\n  }}\n");
    }
}

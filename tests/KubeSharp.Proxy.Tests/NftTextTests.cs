using KubeSharp.Proxy.Nftables;
using KubeSharp.Proxy.Planning;
using KubeSharp.Proxy.Snapshot;

namespace KubeSharp.Proxy.Tests;

public sealed class NftTextTests
{
    private static readonly ServiceEndpoint _here = new("10.244.0.5", 8080, true), _there = new("10.244.1.7", 8080, false);

    [Fact]
    public void The_rules_of_a_small_cluster_are_those_of_the_golden_file()
    {
        var snapshot = new ServiceSnapshot(
            [Port("default/web:http") with { NodePort = 30080, Endpoints = [_here, _there] }, Port("default/sticky:") with { Addresses = ["10.96.0.21"], AffinitySeconds = 10800, Endpoints = [_here, _there] },
             Port("default/nobody:") with { Addresses = ["10.96.0.22"], NodePort = 30099 }, Port("kube-system/kube-dns:dns") with { Protocol = "udp", Port = 53, Addresses = ["10.96.0.10"], Endpoints = [new("192.0.2.1", 10053, true)] }],
            [new HostPortState("tcp", "", 8443, "10.244.0.9", 443)]);
        var text = NftText.Write(RulePlanner.Plan(snapshot), "kubesharp", "10.96.0.0/12", "10.244.0.0/16");
        Assert.Equal(Golden("small.nft"), text);
    }

    [Fact]
    public void Clients_of_a_sticky_port_are_kept_in_a_table_of_their_own()
    {
        StickyPort Sticky(string name, params ServiceEndpoint[] endpoints) =>
            Assert.Single(RulePlanner.Plan(new([Port(name) with { NodePort = 30080, AffinitySeconds = 60, Endpoints = [.. endpoints] }], [])).Sticky);
        StickyPort web = Sticky("default/web:", _here, _there), left = Sticky("default/web:", _there), other = Sticky("default/other:", _here);
        Assert.Equal(Golden("sticky.nft"), StickyText.Write(null, [web], "kubesharp"));
        // A change keeps the maps of clients, and what is served no more goes with its own.
        var changed = StickyText.Write([web, other], [left], "kubesharp");
        Assert.DoesNotContain("delete table", changed);
        Assert.DoesNotContain(_here.Address, changed);
        Assert.Contains($"delete map ip kubesharp-sticky clients_{other.Name}", changed);
        Assert.DoesNotContain($"delete map ip kubesharp-sticky clients_{web.Name}", changed);
    }

    [Fact]
    public void Flows_of_udp_to_endpoints_that_are_gone_are_forgotten()
    {
        static RuleSet Rules(string protocol, params ServiceEndpoint[] endpoints) =>
            RulePlanner.Plan(new([Port("a/b:") with { Protocol = protocol, NodePort = 30000, Endpoints = [.. endpoints] }], []));
        Assert.Equal([["--orig-dst", "10.96.0.20", "--orig-port-dst", "80", "--dst-nat", _here.Address], ["--orig-port-dst", "30000", "--dst-nat", _here.Address]],
            StaleFlows.Between(Rules("udp", _here, _there), Rules("udp", _there)));
        Assert.Equal([["--orig-port-dst", "30000"]], StaleFlows.Between(Rules("udp"), Rules("udp", _there)));
        Assert.Empty(StaleFlows.Between(Rules("tcp", _here, _there), Rules("tcp", _there)));
    }

    [Fact]
    public void A_local_policy_leaves_only_endpoints_on_the_node()
    {
        var rules = RulePlanner.Plan(new([Port("a/b:") with { NodePort = 30000, IsExternalLocal = true, Endpoints = [_here, _there] }], []));
        Assert.Equal(("tcp", 30000, 0, "10.244.0.5", 8080), Assert.Single(rules.NodeTargets));
        Assert.Equal(2, rules.Targets.Length);
        Assert.Equal(("tcp", 30000), Assert.Single(RulePlanner.Plan(new([Port("a/b:") with { NodePort = 30000, IsExternalLocal = true, Endpoints = [_there] }], [])).EmptyNodePorts));
    }

    [Fact]
    public void Pods_may_have_one_host_port_at_different_addresses_and_protocols()
    {
        var rules = RulePlanner.Plan(new([], [new("tcp", "127.0.0.1", 54323, "10.244.0.5", 80), new("tcp", "192.0.2.1", 54323, "10.244.0.6", 80), new("udp", "192.0.2.1", 54323, "10.244.0.7", 80), new("tcp", "", 54323, "10.244.0.8", 80)]));
        Assert.Equal([("tcp", "127.0.0.1", "10.244.0.5"), ("tcp", "192.0.2.1", "10.244.0.6"), ("udp", "192.0.2.1", "10.244.0.7")], rules.Targets.Select(static t => (t.Protocol, t.Address, t.TargetAddress)));
        Assert.Equal("10.244.0.8", Assert.Single(rules.NodeTargets).TargetAddress);
    }

    [Fact]
    public void A_local_policy_keeps_the_address_of_the_client()
    {
        string Text(bool isLocal) => NftText.Write(RulePlanner.Plan(new([Port("a/b:") with { NodePort = 30000, IsExternalLocal = isLocal, Endpoints = [_here] }], [])), "t", "10.96.0.0/12", "10.244.0.0/16");
        Assert.Contains("proto-dst { 30000 } ct status dnat accept\n    ip saddr != 10.244.0.0/16 ct status dnat masquerade", Text(isLocal: true));
        Assert.DoesNotContain("proto-dst", Text(isLocal: false));
    }

    private static string Golden(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name));

    private static ServicePortState Port(string name) => new() { Name = name, Protocol = "tcp", Port = 80, Addresses = ["10.96.0.20"] };
}

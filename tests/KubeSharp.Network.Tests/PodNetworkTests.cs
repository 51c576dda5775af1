using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Network.Tests;

public sealed class PodNetworkTests
{
    [Fact]
    public void The_ways_lead_to_the_other_nodes_that_have_a_range_and_an_address()
    {
        var nodes = new[] { Node("own", "10.244.0.0/24", "192.0.2.1"), Node("b", "10.244.1.0/24", "192.0.2.2"), Node("without", "", "192.0.2.3"), Node("silent", "10.244.2.0/24", "") };
        Assert.Equal([("10.244.1.0/24", "192.0.2.2")], PodNetwork.Routes(nodes, "own"));
    }

    [Fact]
    public void The_configuration_gives_pods_addresses_of_the_nodes_range_behind_its_bridge()
    {
        var plugin = ((ArrayNode)PodNetwork.Configuration("10.244.3.0/24", "ks0", "/state")["plugins"]!)[0];
        Assert.Equal(("bridge", "ks0", "host-local", "/state"), (plugin.TextAt("type"), plugin.TextAt("bridge"), plugin.TextAt("ipam", "type"), plugin.TextAt("ipam", "dataDir")));
        Assert.Equal("10.244.3.0/24", ((ArrayNode)((ArrayNode)plugin.At("ipam", "ranges")!)[0])[0].TextAt("subnet"));
    }

    private static Node Node(string name, string range, string address) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = new NodeSpec { PodCIDR = range.Length > 0 ? range : null },
        Status = new NodeStatus { Addresses = address.Length > 0 ? [new NodeAddress { Type = "InternalIP", Address = address }] : [] },
    };

    [Fact]
    public void A_node_behind_a_gateway_is_routed_to_there()
    {
        Assert.Equal("10.245.0.1", PodNetwork.NextHop("192.0.2.2 via 10.245.0.1 dev eth0 src 10.245.0.2 uid 0 \\    cache \n", "192.0.2.2"));
        Assert.Equal("10.245.0.3", PodNetwork.NextHop("10.245.0.3 dev eth0 src 10.245.0.2 uid 0 \\    cache \n", "10.245.0.3"));
    }

    [Fact]
    public void A_route_to_a_node_that_is_gone_is_stale() =>
        Assert.Equal(["10.244.2.0/24"], PodNetwork.Stale("10.244.1.0/24 via 10.245.0.2 dev br \n10.244.2.0/24 via 10.245.0.3 dev br \n", [("10.244.1.0/24", "10.245.0.2")]));
}

using System.Text.Json.Nodes;
using KubeSharp.Cri.Cni;

namespace KubeSharp.Cri.Tests.Cni;

public sealed class CniNetworkTests
{
    private static readonly CniAttachment _attachment = new("id", "/proc/1/ns/net", []) { Capabilities = new JsonObject { ["portMappings"] = new JsonArray(80) } };

    [Fact]
    public void A_single_plugin_is_a_list_of_one()
    {
        var list = CniNetwork.List("""{"cniVersion":"1.0.0","name":"n","type":"bridge"}"""u8);
        Assert.Equal("bridge", list["plugins"]![0]!["type"]!.GetValue<string>());
    }

    [Fact]
    public void A_plugin_reads_the_networks_name_the_result_before_and_only_capabilities_that_it_declares()
    {
        var network = CniNetwork.List("""{"cniVersion":"1.0.0","name":"n","plugins":[{"type":"bridge"},{"type":"portmap","capabilities":{"portMappings":true}}]}"""u8);
        var first = CniNetwork.Input(network, network["plugins"]![0]!.AsObject(), null, _attachment);
        Assert.Equal("""{"type":"bridge","name":"n","cniVersion":"1.0.0"}""", first.ToJsonString());
        var second = CniNetwork.Input(network, network["plugins"]![1]!.AsObject(), new JsonObject { ["ips"] = new JsonArray() }, _attachment);
        Assert.Equal("""{"ips":[]}""", second["prevResult"]!.ToJsonString());
        Assert.Equal("""{"portMappings":[80]}""", second["runtimeConfig"]!.ToJsonString());
    }

    [Fact]
    public void Addresses_come_without_their_masks() =>
        Assert.Equal(["10.0.0.2", "fd00::2"], CniNetwork.Addresses(JsonNode.Parse("""{"ips":[{"address":"10.0.0.2/24"},{"address":"fd00::2/64"}]}""")!.AsObject()));

    [Fact]
    public async Task A_plugin_that_is_missing_is_named()
    {
        var network = CniNetwork.List("""{"cniVersion":"1.0.0","name":"n","type":"nothing-of-this-name"}"""u8);
        var failure = await Assert.ThrowsAsync<CniException>(() => new CniNetwork("/nowhere", ["/nowhere"]).AddAsync(network, _attachment, default));
        Assert.Equal("the network plug-in nothing-of-this-name is in none of /nowhere", failure.Message);
    }
}

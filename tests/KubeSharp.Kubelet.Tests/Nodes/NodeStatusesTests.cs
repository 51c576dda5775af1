using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Devices;
using KubeSharp.Kubelet.Nodes;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Tests.Nodes;

public sealed class NodeStatusesTests
{
    private static readonly Machine _machine = new(4, 8L << 30, 100L << 30, new NodeSystemInfo()) { HugePages = new Dictionary<long, long> { [2 << 20] = 64 << 20 } };

    private static NodeStatus Of(NodeStatus old, IReadOnlyDictionary<string, DeviceCount>? devices = null) => NodeStatuses.Of(old, new NodeAgentOptions { NodeName = "n1", Addresses = ["192.0.2.7"] }, _machine,
        new RuntimeVersion("containerd", "1"), new RuntimeReadiness(true, true, ""), [], [], devices ?? new Dictionary<string, DeviceCount>(), [], DateTimeOffset.UnixEpoch);

    [Fact]
    public void What_somebody_gave_the_node_is_promised_to_pods_and_taken_back_with_it()
    {
        var given = Of(NodeStatus.Empty with { Capacity = ApiMap.Of(("example.com/fake", Quantity.FromValue(5))) });
        Assert.Equal("5", given.Allocatable["example.com/fake"].ToString());
        var taken = Of(given with { Capacity = given.Capacity.Remove("example.com/fake") });
        Assert.False(taken.Allocatable.ContainsKey("example.com/fake"));
        var patch = Node.Parse(NodeStatusPatch.Between(given with { Capacity = given.Capacity.Remove("example.com/fake") }, taken));
        Assert.Equal("{\"status\":{\"allocatable\":{\"example.com/fake\":null}}}", patch.ToString());
    }

    [Fact]
    public void A_patch_tells_only_what_differs()
    {
        var status = Of(NodeStatus.Empty) with { VolumesAttached = [new AttachedVolume { Name = "v", DevicePath = "" }] };
        var patch = Node.Parse(NodeStatusPatch.Between(status, status with { Capacity = status.Capacity.Set("pods", Quantity.FromValue(7)) }));
        Assert.Equal("{\"status\":{\"capacity\":{\"pods\":\"7\"}}}", patch.ToString());
    }

    [Fact]
    public void Devices_that_are_not_healthy_count_but_are_not_promised()
    {
        var status = Of(NodeStatus.Empty, new Dictionary<string, DeviceCount> { ["vendor.example/gpu"] = new(3, 2) });
        Assert.Equal(("3", "2"), (status.Capacity["vendor.example/gpu"].ToString(), status.Allocatable["vendor.example/gpu"].ToString()));
    }

    [Fact]
    public void Memory_set_aside_for_huge_pages_is_promised_as_such_and_not_twice()
    {
        var status = Of(NodeStatus.Empty);
        Assert.Equal("64Mi", status.Allocatable["hugepages-2Mi"].ToString());
        Assert.Equal((8L << 30) - (64 << 20) - (100 << 20), status.Allocatable["memory"].Value);
    }

    [Fact]
    public void A_node_declares_what_servers_ask_for_before_they_rely_on_it() =>
        Assert.Equal(["ExtendWebSocketsToKubelet", "InPlacePodLevelResourcesVerticalScaling", "InPlacePodVerticalScalingInitContainers", "RestartAllContainersOnContainerExits"], Of(NodeStatus.Empty).DeclaredFeatures);

    [Theory]
    [InlineData("example.com/gpu", true)]
    [InlineData("cpu", false)]
    [InlineData("kubernetes.io/batch", false)]
    [InlineData("scheduling.kubernetes.io/foo", false)]
    public void Resources_of_other_domains_are_extended(string name, bool extended) => Assert.Equal(extended, NodeStatuses.IsExtended(name));
}

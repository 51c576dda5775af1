using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Nodes;

namespace KubeSharp.Kubelet.Tests.Nodes;

public sealed class NodeEventsTests
{
    private static NodeStatus Status(string boot, params (string Type, string Status)[] conditions) =>
        NodeStatus.Empty with { NodeInfo = new NodeSystemInfo { BootID = boot }, Conditions = [.. conditions.Select(static c => new NodeCondition { Type = c.Type, Status = c.Status })] };

    [Fact]
    public void A_new_node_tells_what_it_has_and_not_that_it_is_not_ready_yet() => Assert.Equal(
        [(false, "NodeHasSufficientMemory", "Node n status is now: NodeHasSufficientMemory"), (false, "NodeHasNoDiskPressure", "Node n status is now: NodeHasNoDiskPressure"), (false, "NodeHasSufficientPID", "Node n status is now: NodeHasSufficientPID")],
        NodeEvents.Changes("n", NodeStatus.Empty, Status("b", ("MemoryPressure", "False"), ("DiskPressure", "False"), ("PIDPressure", "False"), ("Ready", "False"))));

    [Fact]
    public void Only_what_changes_is_told() => Assert.Equal(
        [(true, "Rebooted", "Node n has been rebooted, boot id: c"), (false, "NodeHasDiskPressure", "Node n status is now: NodeHasDiskPressure"), (false, "NodeReady", "Node n status is now: NodeReady")],
        NodeEvents.Changes("n", Status("b", ("MemoryPressure", "False"), ("DiskPressure", "False"), ("Ready", "Unknown"), ("Other", "True")), Status("c", ("MemoryPressure", "False"), ("DiskPressure", "True"), ("Ready", "True"), ("Other", "False"))));
}

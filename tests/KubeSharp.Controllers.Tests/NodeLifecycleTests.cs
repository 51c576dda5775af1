using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Controllers.Nodes;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Controllers.Tests;

/// <summary>Nodes that say nothing, and how fast their pods leave.</summary>
public sealed class NodeLifecycleTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly NodeHealthOptions _options = new();

    [Fact]
    public void A_silent_node_is_unknown_and_its_pods_are_not_ready()
    {
        var node = NodeThatIs("True");
        Assert.Empty(NodeLifecycleController.PlanFor(node, [], false, Evicting.Later, _now).Actions);
        var pod = new Pod { Metadata = new ObjectMeta { Name = "p", Namespace = "n" }, Status = new PodStatus { Conditions = [new PodCondition { Type = "Ready", Status = "True" }] } };
        var plan = NodeLifecycleController.PlanFor(node, [pod], true, Evicting.Later, _now);
        var conditions = Assert.Single(plan.Actions.OfType<UpdateAction<Node>>()).Value.Status.Conditions;
        Assert.Equal(["Ready Unknown NodeStatusUnknown", "MemoryPressure Unknown NodeStatusNeverUpdated", "DiskPressure Unknown NodeStatusNeverUpdated", "PIDPressure Unknown NodeStatusNeverUpdated"], conditions.Select(static c => $"{c.Type} {c.Status} {c.Reason}"));
        Assert.Single(plan.Actions.OfType<PatchAction<Pod>>());
    }

    [Fact]
    public void A_node_is_silent_after_its_grace_period_and_one_that_never_spoke_after_a_longer_one()
    {
        var silent = new NodeStatus();
        Assert.False(NodeLifecycleController.IsSilent(NodeThatIs("True"), _now, _options, _now.AddSeconds(50)));
        Assert.True(NodeLifecycleController.IsSilent(NodeThatIs("True"), _now, _options, _now.AddSeconds(51)));
        Assert.False(NodeLifecycleController.IsSilent(NodeThatIs("True") with { Status = silent }, _now, _options, _now.AddSeconds(60)));
        Assert.True(NodeLifecycleController.IsSilent(NodeThatIs("True") with { Status = silent }, _now, _options, _now.AddSeconds(61)));
    }

    [Theory]
    // What it is, whether its pods may leave, taints before, taints after.
    [InlineData("Unknown", Evicting.Now, "", "unreachable:NoSchedule unreachable:NoExecute")]
    [InlineData("Unknown", Evicting.Later, "", "unreachable:NoSchedule")]
    [InlineData("Unknown", Evicting.Later, "unreachable:NoSchedule unreachable:NoExecute", null)]
    [InlineData("Unknown", Evicting.Later, "not-ready:NoSchedule not-ready:NoExecute", "unreachable:NoSchedule unreachable:NoExecute")]
    [InlineData("Unknown", Evicting.Suspended, "unreachable:NoSchedule unreachable:NoExecute", "unreachable:NoSchedule")]
    [InlineData("False", Evicting.Now, "", "not-ready:NoSchedule not-ready:NoExecute")]
    [InlineData("True", Evicting.Later, "unreachable:NoSchedule unreachable:NoExecute", "")]
    public void Pods_are_made_to_leave_when_it_is_the_nodes_turn(string ready, Evicting evicting, string before, string? after)
    {
        var node = NodeThatIs(ready) is var n ? n with { Spec = new NodeSpec { Taints = before.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static t => new Taint { Key = "node.kubernetes.io/" + t.Split(':')[0], Effect = t.Split(':')[1] }).ToApiList() } } : n;
        var patch = NodeLifecycleController.PlanFor(node, [], false, evicting, _now).Actions.OfType<PatchAction<Node>>().SingleOrDefault()?.Patch;
        var taints = patch is null ? null : string.Join(' ', ((ArrayNode)patch.At("spec", "taints")!).Items.Select(static t => $"{t.TextAt("key")!["node.kubernetes.io/".Length..]}:{t.TextAt("effect")}"));
        Assert.Equal(after, taints);
    }

    [Theory]
    [InlineData(0, 1, ZoneState.FullDisruption)]
    [InlineData(1, 2, ZoneState.Normal)]
    [InlineData(3, 3, ZoneState.Normal)]
    [InlineData(2, 3, ZoneState.PartialDisruption)]
    [InlineData(9, 11, ZoneState.PartialDisruption)]
    [InlineData(46, 54, ZoneState.Normal)]
    [InlineData(0, 0, ZoneState.Normal)]
    public void A_zone_is_as_well_as_its_nodes(int ready, int notReady, ZoneState state) => Assert.Equal(state, NodeZones.StateOf(ready, notReady, _options.UnhealthyZoneShare));

    [Theory]
    [InlineData(ZoneState.Normal, 10, 0.1)]
    [InlineData(ZoneState.FullDisruption, 10, 0.1)]
    [InlineData(ZoneState.PartialDisruption, 50, 0)]
    [InlineData(ZoneState.PartialDisruption, 51, 0.01)]
    public void Nodes_of_a_zone_lose_their_pods_as_fast_as_it_is_well(ZoneState state, int nodes, double rate) => Assert.Equal(rate, NodeZones.RateOf(state, nodes, _options));

    [Fact]
    public void Nodes_lose_their_pods_one_after_the_other()
    {
        var zones = new NodeZones(_options);
        zones.Observe(Zone("a", ready: 5, notReady: 2), _now);
        Assert.Equal(Evicting.Later, zones.Take("a", waits: false, _now));
        Assert.Equal(Evicting.Now, zones.Take("a", waits: true, _now));
        Assert.Equal(Evicting.Later, zones.Take("a", waits: true, _now.AddSeconds(9)));
        Assert.Equal(Evicting.Now, zones.Take("a", waits: true, _now.AddSeconds(10)));
        // However long nobody waited, no more than one goes at once.
        Assert.Equal(Evicting.Now, zones.Take("a", waits: true, _now.AddHours(1)));
        Assert.Equal(Evicting.Later, zones.Take("a", waits: true, _now.AddHours(1)));
    }

    [Fact]
    public void A_zone_that_is_wholly_gone_beside_one_that_is_well_loses_its_pods()
    {
        var zones = new NodeZones(_options);
        Assert.False(zones.Observe([.. Zone("a", 0, 3), .. Zone("b", 1, 0)], _now));
        Assert.Equal(Evicting.Now, zones.Take("a", waits: true, _now));
        Assert.False(zones.Observe([.. Zone("a", 2, 3), .. Zone("b", 1, 0)], _now));
        Assert.Equal(Evicting.Later, zones.Take("a", waits: true, _now.AddHours(1)));
    }

    [Fact]
    public void Where_no_node_is_ready_nobody_leaves_until_one_is()
    {
        var zones = new NodeZones(_options);
        Assert.False(zones.Observe([.. Zone("a", 0, 3), .. Zone("b", 0, 1)], _now));
        Assert.Equal(Evicting.Suspended, zones.Take("a", waits: true, _now));
        Assert.False(zones.Observe([.. Zone("a", 0, 3), .. Zone("b", 0, 1)], _now.AddSeconds(5)));
        Assert.True(zones.Observe([.. Zone("a", 0, 3), .. Zone("b", 1, 0)], _now.AddSeconds(10)));
        Assert.False(zones.Observe([.. Zone("a", 0, 3), .. Zone("b", 1, 0)], _now.AddSeconds(15)));
        Assert.Equal(Evicting.Now, zones.Take("a", waits: true, _now.AddSeconds(15)));
        Assert.Equal(Evicting.Later, zones.Take("a", waits: true, _now.AddSeconds(16)));
    }

    [Fact]
    public void A_node_is_in_the_zone_of_its_labels()
    {
        var node = NodeThatIs("True");
        Assert.Equal("", NodeZones.Of(node));
        var labelled = node with { Metadata = node.Metadata with { Labels = ApiMap.Of(("topology.kubernetes.io/zone", "z"), ("topology.kubernetes.io/region", "r")) } };
        Assert.Equal("r:\0:z", NodeZones.Of(labelled));
        Assert.NotEqual(NodeZones.Of(labelled), NodeZones.Of(node));
    }

    private static IEnumerable<(string Zone, bool IsReady)> Zone(string name, int ready, int notReady) => Enumerable.Repeat((name, true), ready).Concat(Enumerable.Repeat((name, false), notReady));

    private static Node NodeThatIs(string ready) => new() { Metadata = new ObjectMeta { Name = "a" }, Status = new NodeStatus { Conditions = [new NodeCondition { Type = "Ready", Status = ready }] } };
}

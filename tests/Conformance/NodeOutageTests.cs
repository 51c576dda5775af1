using System.Globalization;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;
using DeleteOptions = KubeSharp.Client.Rest.DeleteOptions;

namespace KubeSharp.Conformance.Tests;

/// <summary>Three nodes that fall silent, on a clock that runs fast.</summary>
public sealed class NodeOutageTests(NodeOutageTests.ThreeNodes plane) : IClassFixture<NodeOutageTests.ThreeNodes>
{
    private const string Unreachable = "node.kubernetes.io/unreachable";

    [Fact]
    public async Task Pods_stay_where_all_nodes_fall_silent_and_leave_one_node_after_the_other_where_one_speaks_again()
    {
        var ns = await plane.NamespaceAsync();
        foreach (var node in plane.Nodes)
        {
            await plane.Client.CreateAsync(new Pod { Metadata = new ObjectMeta { Name = node.Name, Namespace = ns }, Spec = new PodSpec { NodeName = node.Name, Containers = [new Container { Name = "c", Image = "i" }] } }, default);
        }
        await plane.AwaitAllAsync<Pod>(ns, static p => p.All(static q => q.IsReady()), "ready pods");
        await plane.AwaitAllAsync<Event>("default", static e => e.Count(static v => v.Reason == "RegisteredNode") == 3, "an event of each node");

        foreach (var node in plane.Nodes) { node.IsSilent = true; }
        var nodes = await NodesAsync(static n => n.All(static i => i.Condition("Ready")?.Status == "Unknown" && Has(i, "NoSchedule") && !Has(i, "NoExecute")), "three unknown nodes without a taint that evicts");
        // As long as pods tolerate it, and a minute more.
        var until = plane.Time.GetUtcNow().AddSeconds(360);
        await plane.AwaitAllAsync<Pod>(ns, _ => plane.Time.GetUtcNow() > until, "the end of what pods tolerate");
        Assert.All(await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 3, "three pods"), static p => Assert.Null(p.Metadata.DeletionTimestamp));

        plane.Nodes[0].IsSilent = false;
        await plane.ReviveAsync(plane.Nodes[0].Name);
        nodes = await NodesAsync(static n => n.Count(static i => Has(i, "NoExecute")) == 2, "two nodes that lose their pods");
        var since = nodes.SelectMany(static n => n.Spec.Taints).Where(static t => t is { Key: Unreachable, Effect: "NoExecute" }).Select(static t => t.TimeAdded!.Value).Order().ToArray();
        Assert.True(since[1] - since[0] >= TimeSpan.FromSeconds(9), string.Join(' ', since.Select(static s => s.ToString("O", CultureInfo.InvariantCulture))));
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count(static q => q.Metadata.DeletionTimestamp is not null) == 2, "two pods that leave");

        await plane.Client.DeleteAsync<Node>(null, plane.Nodes[2].Name, new DeleteOptions(), default);
        var removed = await plane.AwaitAllAsync<Event>("default", static e => e.Any(static v => v.Reason == "RemovingNode"), "an event of the node that went");
        Assert.Contains(removed, static e => e.Message == "Node node-3 event: Removing Node node-3 from Controller");
    }

    private Task<IReadOnlyList<Node>> NodesAsync(Func<IReadOnlyList<Node>, bool> condition, string what) => plane.AwaitAllAsync(null!, condition, what);

    private static bool Has(Node node, string effect) => node.Spec.Taints.Any(t => t.Key == Unreachable && t.Effect == effect);

    /// <summary>Thirty seconds in one.</summary>
    public sealed class ThreeNodes() : ControlPlane(30, 3)
    {
        /// <summary>The node says that it is ready.</summary>
        public async Task ReviveAsync(string name)
        {
            var node = await Client.GetAsync<Node>(null, name, default);
            await Client.UpdateStatusAsync(node with
            {
                Metadata = node.Metadata with { ResourceVersion = null },
                Status = node.Status with { Conditions = [new NodeCondition { Type = "Ready", Status = "True", Reason = "KubeletReady", LastTransitionTime = Time.GetUtcNow(), LastHeartbeatTime = Time.GetUtcNow() }] },
            }, default);
        }
    }
}

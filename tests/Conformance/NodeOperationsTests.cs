using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Conformance.Tests;

/// <summary>Nodes, runtime classes and what taints do to pods.</summary>
public sealed class NodeOperationsTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private TestServer Server => plane.Server;

    [Fact]
    public async Task A_node_is_made_patched_found_updated_and_deleted()
    {
        await Server.PostAsync("/api/v1/nodes", """{"metadata":{"name":"e2e-fake-node"},"spec":{"unschedulable":true},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True","reason":"E2E","message":"Set from a test"}]}}""");
        Assert.Equal("Running", (await Server.GetAsync("/api/v1/nodes/e2e-fake-node")).TextAt("status", "phase"));
        await Server.StrategicAsync("/api/v1/nodes/e2e-fake-node", """{"metadata":{"labels":{"e2e-fake-node":"patched"}}}""");
        Assert.Single(await Server.ListAsync("/api/v1/nodes?labelSelector=e2e-fake-node%3Dpatched"));
        await Server.ChangeAsync("/api/v1/nodes/e2e-fake-node", static n => n.With(["metadata", "labels", "e2e-fake-node"], "updated"));
        Assert.Single(await Server.ListAsync("/api/v1/nodes?labelSelector=e2e-fake-node%3Dupdated"));
        await Server.StrategicAsync("/api/v1/nodes/e2e-fake-node/status", """{"status":{"conditions":[{"type":"Ready","status":"False"}]}}""");
        await Server.DeleteAsync("/api/v1/nodes/e2e-fake-node");
        Assert.Empty(await Server.ListAsync("/api/v1/nodes?labelSelector=e2e-fake-node%3Dupdated"));
    }

    [Fact]
    public async Task A_taint_that_is_removed_in_time_evicts_nobody()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(Tolerating(ns, "p", 2, "node-1"), default);
        await plane.Client.CreateAsync(Tolerating(ns, "witness", 0, "node-1"), default);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.All(static q => q.IsReady()), "running pods");
        await TaintAsync("node-1", "cancelled");
        // The witness goes at once: by then the other's time is running.
        await plane.AwaitAsync<Pod>(ns, "witness", static p => p is null, "the eviction of the one without time");
        await TaintAsync("node-1", "");
        await plane.Client.CreateAsync(Tolerating(ns, "late", 4, "node-1"), default);
        await plane.AwaitAsync<Pod>(ns, "late", static p => p!.IsReady(), "a running pod");
        await TaintAsync("node-1", "cancelled", only: "late");
        await plane.AwaitAsync<Pod>(ns, "late", static p => p is null, "the eviction of the late one");
        Assert.Null((await plane.Client.GetAsync<Pod>(ns, "p", default)).Metadata.DeletionTimestamp);
        await TaintAsync("node-1", "");
    }

    [Fact]
    public async Task Each_pod_is_evicted_when_its_own_time_is_over()
    {
        var ns = await plane.NamespaceAsync();
        foreach (var (name, seconds) in ((string, long)[])[("first", 1), ("second", 3)]) { await plane.Client.CreateAsync(Tolerating(ns, name, seconds, "node-2"), default); }
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 2 && p.All(static q => q.IsReady()), "running pods");
        await TaintAsync("node-2", "each");
        var left = await plane.AwaitAllAsync<Pod>(ns, static p => p.Count(static q => q.Metadata.DeletionTimestamp is null) < 2, "the first eviction");
        Assert.Null(left.Single(static p => p.Metadata.Name == "second").Metadata.DeletionTimestamp);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 0, "the second eviction");
        await TaintAsync("node-2", "");
    }

    [Fact]
    public async Task A_pod_of_a_runtime_class_is_given_its_overhead_and_its_nodes()
    {
        var ns = await plane.NamespaceAsync();
        const string classes = "/apis/node.k8s.io/v1/runtimeclasses";
        await Server.PostAsync(classes, """{"metadata":{"name":"plain"},"handler":"runc"}""");
        await Server.PostAsync(classes, """{"metadata":{"name":"heavy"},"handler":"runc","overhead":{"podFixed":{"cpu":"10m","memory":"1Mi"}},"scheduling":{"nodeSelector":{"kubernetes.io/hostname":"node-2"},"tolerations":[{"key":"k","operator":"Exists"}]}}""");
        var plain = await Server.PostAsync($"/api/v1/namespaces/{ns}/pods", Of("plain"));
        Assert.Null(plain.At("spec", "overhead"));
        var heavy = await Server.PostAsync($"/api/v1/namespaces/{ns}/pods", Of("heavy"));
        Assert.True(heavy["spec"].Holds(Node.Parse("""{"overhead":{"cpu":"10m","memory":"1Mi"},"nodeSelector":{"kubernetes.io/hostname":"node-2"},"tolerations":[{"key":"k","operator":"Exists"}]}""")), heavy.ToString());
        await plane.AwaitAllAsync<Pod>(ns, static p => p.All(static q => q.IsReady()), "running pods");
        Assert.Equal("node-2", (await plane.Client.GetAsync<Pod>(ns, "heavy", default)).Spec.NodeName);
        await Server.PostAsync($"/api/v1/namespaces/{ns}/pods", Of("missing"), 403);
        await Server.DeleteAsync($"{classes}/plain");
        await CustomResourceKit.UntilAsync(async () => (await Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods?dryRun=All", Of("plain").Replace("\"name\":\"plain\"", "\"name\":\"again\"", StringComparison.Ordinal))).Code == 403, "the deleted class to be refused");
    }

    [Fact]
    public async Task Two_nodes_take_pods_without_a_toleration()
    {
        var nodes = (await plane.Client.ListAsync<Api.Core.V1.Node>(null, ListOptions.All, default)).Items;
        Assert.True(nodes.Count(static n => n.Spec.Unschedulable != true && n.Condition("Ready")?.Status == "True") >= 2);
    }

    // The taint that a pod tolerates for some time is its namespace's own, so that tests beside it do not mind.
    private Task TaintAsync(string node, string value, string only = "") => plane.ChangeAsync<Api.Core.V1.Node>("", node, n => n with
    {
        Spec = n.Spec with { Taints = n.Spec.Taints.Where(static t => t.Key != "e2e-evict").Concat(value.Length == 0 ? [] : [new Taint { Key = "e2e-evict", Value = only.Length > 0 ? only : "yes", Effect = "NoExecute" }]).ToApiList() },
    });

    private static Pod Tolerating(string ns, string name, long seconds, string node) => new()
    {
        Metadata = Workloads.Named(ns, name),
        Spec = Workloads.Template().Spec! with
        {
            NodeSelector = ApiMap.Of(("kubernetes.io/hostname", node)),
            Tolerations = name == "late"
                ? [new Toleration { Key = "e2e-evict", Value = "late", Effect = "NoExecute", TolerationSeconds = seconds }]
                : [new Toleration { Key = "e2e-evict", Value = "yes", Effect = "NoExecute", TolerationSeconds = seconds }, new Toleration { Key = "e2e-evict", Value = "late", Effect = "NoExecute" }],
        },
    };

    private static string Of(string name) => ObjectNode.Of(("metadata", ObjectNode.Of(("name", name))), ("spec", ObjectNode.Of(("runtimeClassName", name), ("terminationGracePeriodSeconds", 1), ("containers", ArrayNode.Of(ObjectNode.Of(("name", "c"), ("image", "i"))))))).ToString();
}

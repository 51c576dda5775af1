using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Scheduling.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Conformance.Tests;

/// <summary>The scheduler on two fake nodes of four cores.</summary>
public sealed class SchedulingTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    [Fact]
    public async Task A_pod_that_fits_nowhere_says_why()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(Asking(ns, "huge", "40"), default);
        var pod = await plane.AwaitAsync<Pod>(ns, "huge", static p => p!.Condition("PodScheduled")?.Reason == "Unschedulable", "a refusal");
        Assert.Equal("0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.", pod.Condition("PodScheduled")!.Message);
        await plane.AwaitAllAsync<Event>(ns, static e => e.Any(static i => i is { Reason: "FailedScheduling", Type: "Warning" }), "an event");
    }

    [Fact]
    public async Task A_node_selector_is_respected()
    {
        var ns = await plane.NamespaceAsync();
        Pod With(string name, string value) => Asking(ns, name, "1m") is var p ? p with { Spec = p.Spec with { NodeSelector = ApiMap.Of((ns, value)) } } : p;
        await plane.Client.CreateAsync(With("nowhere", "other"), default);
        await plane.Client.CreateAsync(With("there", "yes"), default);
        await plane.AwaitAsync<Pod>(ns, "there", static p => p!.Condition("PodScheduled")?.Reason == "Unschedulable", "a refusal");
        await plane.Client.PatchAsync<Api.Core.V1.Node>(null, "node-2", PatchKind.Merge, ObjectNode.Of(("metadata", ObjectNode.Of(("labels", ObjectNode.Of((ns, "yes")))))).ToUtf8(), "", new(), default);
        await plane.AwaitAsync<Pod>(ns, "there", static p => p!.Spec.NodeName == "node-2", "the labelled node");
        Assert.Null((await plane.Client.GetAsync<Pod>(ns, "nowhere", default)).Spec.NodeName);
    }

    [Fact]
    public async Task A_host_port_on_all_addresses_conflicts_with_one_on_a_single_address()
    {
        var ns = await plane.NamespaceAsync();
        Pod On(string name, string address) => Asking(ns, name, "1m") is var p ? p with { Spec = p.Spec with { NodeSelector = ApiMap.Of(("kubernetes.io/hostname", "node-1")), Containers = [p.Spec.Containers[0] with { Ports = [new ContainerPort { ContainerPortValue = 80, HostPort = 54322, HostIP = address, Protocol = "TCP" }] }] } } : p;
        await plane.Client.CreateAsync(On("first", "0.0.0.0"), default);
        await plane.AwaitAsync<Pod>(ns, "first", static p => p!.IsReady(), "the first pod");
        await plane.Client.CreateAsync(On("second", "127.0.0.1"), default);
        await plane.AwaitAsync<Pod>(ns, "second", static p => p!.Condition("PodScheduled")?.Message?.Contains("didn't have free ports", StringComparison.Ordinal) == true, "a refusal");
    }

    [Fact]
    public async Task A_pod_of_higher_priority_takes_the_place_of_a_lower_one()
    {
        var ns = await plane.NamespaceAsync();
        foreach (var (name, value) in ((string, int)[])[(ns + "-low", 1), (ns + "-high", 1000)]) { await plane.Client.CreateAsync(new PriorityClass { Metadata = new() { Name = name }, Value = value }, default); }
        Pod Of(string name, string level) => Asking(ns, name, "3") is var p ? p with { Spec = p.Spec with { PriorityClassName = $"{ns}-{level}" }, Metadata = p.Metadata with { Finalizers = level == "low" ? ["example.com/kept"] : [] } } : p;
        await plane.Client.CreateAsync(Of("low-1", "low"), default);
        await plane.Client.CreateAsync(Of("low-2", "low"), default);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.All(static q => q.IsReady()), "two running pods");
        await plane.Client.CreateAsync(Of("high", "high"), default);
        var victim = (await plane.AwaitAllAsync<Pod>(ns, static p => p.Any(static q => q.Metadata.DeletionTimestamp is not null), "a victim")).First(static p => p.Metadata.DeletionTimestamp is not null);
        Assert.Equal(("PreemptionByScheduler", "True"), (victim.Condition("DisruptionTarget")?.Reason, victim.Condition("DisruptionTarget")?.Status));
        await plane.AwaitAsync<Pod>(ns, "high", p => p!.Status.NominatedNodeName == victim.Spec.NodeName, "the nominated node");
        await plane.ChangeAsync<Pod>(ns, victim.Metadata.Name!, static p => p with { Metadata = p.Metadata with { Finalizers = [] } });
        await plane.AwaitAsync<Pod>(ns, "high", p => p!.Spec.NodeName == victim.Spec.NodeName && p.IsReady(), "the pod in its place");
        Assert.Single((await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items, static p => p.Metadata.Name!.StartsWith("low", StringComparison.Ordinal));
        foreach (var low in (string[])["low-1", "low-2"])
        {
            if (low != victim.Metadata.Name) { await plane.ChangeAsync<Pod>(ns, low, static p => p with { Metadata = p.Metadata with { Finalizers = [] } }); }
        }
        await plane.Client.DeleteAsync<Namespace>(null, ns, new(), default);
    }

    [Fact]
    public async Task A_critical_pod_takes_the_place_of_the_least_important_one_that_holds_an_extended_resource()
    {
        const string resource = "example.com/e2e-critical";
        var ns = await plane.NamespaceAsync();
        await PromiseAsync(resource, "3", "node-1", "node-2");
        foreach (var (name, value) in ((string, int)[])[(ns + "-low", 1), (ns + "-medium", 100)]) { await plane.Client.CreateAsync(new PriorityClass { Metadata = new() { Name = name }, Value = value }, default); }
        await plane.Client.CreateAsync(Holding(ns, "low", resource, "2", ns + "-low", "node-1"), default);
        await plane.Client.CreateAsync(Holding(ns, "medium", resource, "2", ns + "-medium", "node-2"), default);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 2 && p.All(static q => q.IsReady()), "two running pods");
        await plane.Client.CreateAsync(Holding("kube-system", "critical-pod", resource, "2", "system-cluster-critical", null), default);
        await plane.AwaitAsync<Pod>("kube-system", "critical-pod", static p => p!.Spec.NodeName == "node-1", "the place of the low one");
        Assert.Equal("medium", Assert.Single((await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 1, "the low one to be gone"))).Metadata.Name);
        await plane.Client.DeleteAsync<Pod>("kube-system", "critical-pod", new() { GracePeriodSeconds = 0 }, default);
    }

    [Fact]
    public async Task Preemption_takes_exactly_as_many_pods_of_replica_sets_as_are_in_the_way()
    {
        const string resource = "example.com/fakecpu";
        var ns = await plane.NamespaceAsync();
        await PromiseAsync(resource, "1000", "node-1");
        for (var i = 1; i <= 4; i++) { await plane.Client.CreateAsync(new PriorityClass { Metadata = new() { Name = $"{ns}-p{i}" }, Value = i }, default); }
        using var watch = await Watching.StartAsync(plane.Server, $"/api/v1/namespaces/{ns}/pods");
        foreach (var (i, amount) in ((int, string)[])[(1, "200"), (2, "300"), (3, "450")])
        {
            var labels = ApiMap.Of(("name", $"pod{i}"));
            var pod = Holding(ns, "x", resource, amount, $"{ns}-p{i}", "node-1");
            var template = new PodTemplateSpec { Metadata = new() { Labels = labels }, Spec = pod.Spec };
            await plane.Client.CreateAsync(new Api.Apps.V1.ReplicaSet { Metadata = Workloads.Named(ns, $"rs-pod{i}"), Spec = new Api.Apps.V1.ReplicaSetSpec { Replicas = 1, Selector = new() { MatchLabels = labels }, Template = template } }, default);
            await plane.AwaitAsync<Api.Apps.V1.ReplicaSet>(ns, $"rs-pod{i}", static r => r!.Status.AvailableReplicas == 1, "an available pod");
        }
        await plane.Client.CreateAsync(Holding(ns, "pod4", resource, "500", $"{ns}-p4", "node-1"), default);
        await plane.AwaitAsync<Pod>(ns, "pod4", static p => p!.Spec.NodeName == "node-1", "the pod in its place");
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 4 && p.Count(static q => q.Condition("PodScheduled")?.Reason == "Unschedulable") == 2, "two that wait");
        await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, "end"), Spec = Workloads.Template().Spec! }, default);
        var seen = new List<string>();
        while (true)
        {
            var name = (await watch.NextAsync("ADDED")).TextAt("metadata", "name")!;
            if (name == "end") { break; }
            seen.Add(name.StartsWith("rs-", StringComparison.Ordinal) ? name[..7] : name);
        }
        Assert.Equal(["pod4", "rs-pod1", "rs-pod1", "rs-pod2", "rs-pod2", "rs-pod3"], seen.Order());
        await plane.Client.DeleteAsync<Namespace>(null, ns, new(), default);
    }

    [Fact]
    public async Task Each_reason_of_a_node_is_counted()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(Asking(ns, "huge", "40") is var p ? p with { Spec = p.Spec with { Containers = [p.Spec.Containers[0] with { Resources = new ResourceRequirements { Requests = ApiMap.Of(("cpu", Quantity.Parse("40")), ("memory", Quantity.Parse("400Gi"))) } }] } } : p, default);
        var pod = await plane.AwaitAsync<Pod>(ns, "huge", static p => p!.Condition("PodScheduled")?.Reason == "Unschedulable", "a refusal");
        Assert.StartsWith("0/2 nodes are available: 2 Insufficient cpu, 2 Insufficient memory. ", pod.Condition("PodScheduled")!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_priority_class_keeps_its_value_and_may_change_its_description()
    {
        const string path = "/apis/scheduling.k8s.io/v1/priorityclasses";
        foreach (var (name, value) in ((string, int)[])[("p1", 1), ("p2", 2)]) { await plane.Server.PostAsync(path, ObjectNode.Of(("metadata", ObjectNode.Of(("name", name))), ("value", value)).ToString()); }
        await plane.Server.StrategicAsync($"{path}/p1", """{"value":10}""", 422);
        await plane.Server.PutAsync($"{path}/p2", (await plane.Server.GetAsync($"{path}/p2")).Set("value", 20), 422);
        await plane.Server.StrategicAsync($"{path}/p1", """{"description":"updated description"}""");
        await plane.Server.ChangeAsync($"{path}/p2", static c => c.Set("description", "updated description"));
        foreach (var (name, value) in ((string, int)[])[("p1", 1), ("p2", 2)]) { Assert.True((await plane.Server.GetAsync($"{path}/{name}")).Holds(ObjectNode.Of(("value", value), ("description", "updated description")))); }
    }

    // The nodes have so much of an extended resource to give.
    private async Task PromiseAsync(string resource, string amount, params string[] nodes)
    {
        var amounts = ObjectNode.Of((resource, amount));
        foreach (var node in nodes) { await plane.Client.PatchAsync<Api.Core.V1.Node>(null, node, PatchKind.Strategic, ObjectNode.Of(("status", ObjectNode.Of(("capacity", amounts), ("allocatable", amounts)))).ToUtf8(), "status", new(), default); }
    }

    private static Pod Holding(string ns, string name, string resource, string amount, string priority, string? node)
    {
        var spec = Workloads.Template().Spec!;
        var amounts = ApiMap.Of((resource, Quantity.Parse(amount)));
        return new Pod { Metadata = Workloads.Named(ns, name), Spec = spec with { PriorityClassName = priority, NodeSelector = node is null ? ApiMap<string>.Empty : ApiMap.Of(("kubernetes.io/hostname", node)), Containers = [spec.Containers[0] with { Resources = new ResourceRequirements { Requests = amounts, Limits = amounts } }] } };
    }

    private static Pod Asking(string ns, string name, string cpu)
    {
        var spec = Workloads.Template().Spec!;
        return new Pod { Metadata = Workloads.Named(ns, name), Spec = spec with { Containers = [spec.Containers[0] with { Resources = new ResourceRequirements { Requests = ApiMap.Of(("cpu", Quantity.Parse(cpu))) } }] } };
    }
}

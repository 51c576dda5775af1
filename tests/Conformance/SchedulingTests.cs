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

    private static Pod Asking(string ns, string name, string cpu)
    {
        var spec = Workloads.Template().Spec!;
        return new Pod { Metadata = Workloads.Named(ns, name), Spec = spec with { Containers = [spec.Containers[0] with { Resources = new ResourceRequirements { Requests = ApiMap.Of(("cpu", Quantity.Parse(cpu))) } }] } };
    }
}

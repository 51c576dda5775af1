using KubeSharp.Api.Core.V1;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>How a namespace goes: pods first, the rest after, telling in conditions what it waits for.</summary>
public sealed class NamespaceDeletionTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    [Fact]
    public async Task Pods_go_before_anything_else_and_conditions_tell_what_is_waited_for()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, "held") with { Finalizers = ["e2e.example.com/finalizer"] }, Spec = Workloads.Template().Spec! }, default);
        await plane.Client.CreateAsync(new ConfigMap { Metadata = Workloads.Named(ns, "map") }, default);
        await plane.Server.DeleteAsync($"/api/v1/namespaces/{ns}");
        var waiting = await plane.AwaitAsync<Namespace>("", ns, static n => n!.Status.Conditions.Any(static c => c.Type == "NamespaceDeletionContentFailure"), "conditions");
        Assert.Equal("Terminating", waiting.Status.Phase);
        Assert.Equal(
            ["NamespaceContentRemaining=True: Some resources are remaining: pods. has 1 resource instances", "NamespaceDeletionContentFailure=False: All content successfully deleted, may be waiting on finalization",
                "NamespaceDeletionDiscoveryFailure=False: All resources successfully discovered", "NamespaceDeletionGroupVersionParsingFailure=False: All legacy kube types successfully parsed",
                "NamespaceFinalizersRemaining=True: Some content in the namespace has finalizers remaining: e2e.example.com/finalizer in 1 resource instances"],
            waiting.Status.Conditions.Select(static c => $"{c.Type}={c.Status}: {c.Message}").Order());
        Assert.NotNull((await plane.Client.GetAsync<Pod>(ns, "held", default)).Metadata.DeletionTimestamp);
        Assert.Null((await plane.Client.GetAsync<ConfigMap>(ns, "map", default)).Metadata.DeletionTimestamp);
        await plane.Server.JsonPatchAsync($"/api/v1/namespaces/{ns}/pods/held", """[{"op":"remove","path":"/metadata/finalizers"}]""");
        await plane.AwaitAsync<Namespace>("", ns, static n => n is null, "the namespace to be gone");
        await plane.Server.GetAsync($"/api/v1/namespaces/{ns}/configmaps/map", 404);
    }

    [Fact]
    public async Task Workloads_that_would_make_their_pods_again_do_not_hold_a_namespace()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Api.Batch.V1.Job { Metadata = Workloads.Named(ns, "job"), Spec = new Api.Batch.V1.JobSpec { Parallelism = 3, Completions = 9, Template = Workloads.Template(restartPolicy: "Never") } }, default);
        await plane.Client.CreateAsync(new Api.Apps.V1.StatefulSet { Metadata = Workloads.Named(ns, "set"), Spec = new Api.Apps.V1.StatefulSetSpec { Replicas = 2, ServiceName = "s", Selector = Workloads.Selector, Template = Workloads.Template() } }, default);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 5 && p.All(static q => q.Status.Phase == "Running"), "running pods");
        await plane.Server.DeleteAsync($"/api/v1/namespaces/{ns}");
        await plane.AwaitAsync<Namespace>("", ns, static n => n is null, "the namespace to be gone");
    }

    [Fact]
    public async Task A_namespace_made_again_is_empty()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, "p"), Spec = Workloads.Template().Spec! }, default);
        await plane.AwaitAsync<Pod>(ns, "p", static p => p!.Status.Phase == "Running", "a running pod");
        await plane.Server.DeleteAsync($"/api/v1/namespaces/{ns}");
        await plane.AwaitAsync<Namespace>("", ns, static n => n is null, "the namespace to be gone");
        await plane.Server.PostAsync("/api/v1/namespaces", ObjectNode.Of(("metadata", ObjectNode.Of(("name", ns)))).ToString());
        await plane.Server.GetAsync($"/api/v1/namespaces/{ns}/pods/p", 404);
        Assert.Empty(await plane.Server.ListAsync($"/api/v1/namespaces/{ns}/pods"));
    }
}

using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Conformance.Tests;

/// <summary>What becomes of dependents as the deletion says.</summary>
public sealed class GarbageCollectionTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private const int Pods = 10;

    [Fact]
    public async Task Pods_of_a_replication_controller_go_with_it_when_it_does_not_orphan_them()
    {
        var ns = await ControllerAsync();
        await plane.Client.DeleteAsync<ReplicationController>(ns, "rc", new() { PropagationPolicy = "Background" }, default);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 0, "no pods");
    }

    [Fact]
    public async Task Pods_that_are_orphaned_stay_and_have_no_owner_any_more()
    {
        var ns = await ControllerAsync();
        await plane.Client.DeleteAsync<ReplicationController>(ns, "rc", new() { PropagationPolicy = "Orphan" }, default);
        await plane.AwaitAsync<ReplicationController>(ns, "rc", static r => r is null, "no controller");
        var pods = (await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items;
        Assert.Equal(Pods, pods.Count(static p => p.Metadata.DeletionTimestamp is null && p.Metadata.OwnerReferences.Count == 0));
    }

    [Fact]
    public async Task An_owner_deleted_in_the_foreground_stays_until_its_pods_are_gone()
    {
        var ns = await ControllerAsync("example.com/held");
        await plane.Client.DeleteAsync<ReplicationController>(ns, "rc", new() { PropagationPolicy = "Foreground" }, default);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == Pods && p.All(static q => q.Metadata.DeletionTimestamp is not null), "all pods to be going");
        var owner = await plane.Client.GetAsync<ReplicationController>(ns, "rc", default);
        Assert.Equal((true, true), (owner.Metadata.DeletionTimestamp is not null, owner.Metadata.Finalizers.Contains("foregroundDeletion")));
        foreach (var pod in (await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items) { await plane.ChangeAsync<Pod>(ns, pod.Metadata.Name!, static p => p with { Metadata = p.Metadata with { Finalizers = [] } }); }
        await plane.AwaitAsync<ReplicationController>(ns, "rc", static r => r is null, "no controller");
        Assert.Empty((await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items);
    }

    [Fact]
    public async Task A_replica_set_goes_with_its_deployment()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Deployment { Metadata = Workloads.Named(ns, "d"), Spec = new DeploymentSpec { Replicas = 2, Selector = Workloads.Selector, Template = Workloads.Template() } }, default);
        await plane.AwaitAllAsync<ReplicaSet>(ns, static s => s.Count == 1, "a replica set");
        await plane.Client.DeleteAsync<Deployment>(ns, "d", new() { PropagationPolicy = "Background" }, default);
        await plane.AwaitAllAsync<ReplicaSet>(ns, static s => s.Count == 0, "no replica set");
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 0, "no pods");
    }

    [Fact]
    public async Task A_custom_resource_that_owns_something_takes_it_along_at_once()
    {
        var ns = await plane.NamespaceAsync();
        await CustomResourceKit.DefineAsync(plane.Server, CustomResourceKit.Definition());
        var tabs = $"/apis/stable.example.com/v1/namespaces/{ns}/crontabs";
        var owner = await plane.Server.PostAsync(tabs, CustomResourceKit.Tab("owner"));
        var reference = ArrayNode.Of(ObjectNode.Of(("apiVersion", "stable.example.com/v1"), ("kind", "CronTab"), ("name", "owner"), ("uid", owner.TextAt("metadata", "uid"))));
        await plane.Server.PostAsync(tabs, Node.Parse(CustomResourceKit.Tab("owned")).With(["metadata", "ownerReferences"], reference).ToString());
        await plane.Server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", ObjectNode.Of(("metadata", ObjectNode.Of(("name", "owned"), ("ownerReferences", reference)))).ToString());
        await plane.Server.DeleteAsync($"{tabs}/owner?propagationPolicy=Background");
        await CustomResourceKit.UntilAsync(async () => (await plane.Server.SendAsync("GET", $"{tabs}/owned")).Code == 404 && (await plane.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/configmaps/owned")).Code == 404, "what was owned to be gone");
        await plane.Server.DeleteAsync($"{CustomResourceKit.Path}/crontabs.stable.example.com");
    }

    private async Task<string> ControllerAsync(string finalizer = "")
    {
        var ns = await plane.NamespaceAsync();
        var template = Workloads.Template();
        if (finalizer.Length > 0) { template = template with { Metadata = template.Metadata with { Finalizers = [finalizer] } }; }
        await plane.Client.CreateAsync(new ReplicationController { Metadata = Workloads.Named(ns, "rc"), Spec = new ReplicationControllerSpec { Replicas = Pods, Selector = Workloads.Labels, Template = template } }, default);
        await plane.AwaitAsync<ReplicationController>(ns, "rc", static r => r!.Status.ReadyReplicas == Pods, "ten pods");
        return ns;
    }
}

using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Conformance.Tests;

/// <summary>Replica sets, replication controllers and deployments on fake nodes.</summary>
public sealed class ReplicationTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    [Fact]
    public async Task A_replica_set_adopts_what_matches_and_releases_what_does_not()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, "orphan") with { Labels = Workloads.Labels }, Spec = Workloads.Template().Spec! }, default);
        await plane.Client.CreateAsync(new ReplicaSet { Metadata = Workloads.Named(ns, "rs"), Spec = new ReplicaSetSpec { Replicas = 1, Selector = Workloads.Selector, Template = Workloads.Template() } }, default);
        await plane.AwaitAsync<Pod>(ns, "orphan", static p => p!.Metadata.OwnerReferences.Any(static o => o is { Kind: "ReplicaSet", Controller: true }), "adoption");
        await plane.AwaitAsync<ReplicaSet>(ns, "rs", static r => r!.Status is { Replicas: 1, ReadyReplicas: 1 }, "one replica");
        await plane.ChangeAsync<Pod>(ns, "orphan", static p => p with { Metadata = p.Metadata with { Labels = ApiMap.Of(("app", "other")) } });
        await plane.AwaitAsync<Pod>(ns, "orphan", static p => p!.Metadata.OwnerReferences.Count == 0, "release");
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 2, "a pod in its place");
    }

    [Fact]
    public async Task A_replication_controller_adopts_and_releases_likewise()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, "orphan") with { Labels = Workloads.Labels }, Spec = Workloads.Template().Spec! }, default);
        await plane.Client.CreateAsync(new ReplicationController { Metadata = Workloads.Named(ns, "rc"), Spec = new ReplicationControllerSpec { Replicas = 1, Selector = Workloads.Labels, Template = Workloads.Template() } }, default);
        await plane.AwaitAsync<Pod>(ns, "orphan", static p => p!.Metadata.OwnerReferences.Any(static o => o is { Kind: "ReplicationController", Controller: true }), "adoption");
        await plane.ChangeAsync<Pod>(ns, "orphan", static p => p with { Metadata = p.Metadata with { Labels = ApiMap.Of(("app", "other")) } });
        await plane.AwaitAsync<Pod>(ns, "orphan", static p => p!.Metadata.OwnerReferences.Count == 0, "release");
        await plane.AwaitAsync<ReplicationController>(ns, "rc", static r => r!.Status is { Replicas: 1, ReadyReplicas: 1 }, "one replica");
    }

    [Fact]
    public async Task A_quota_that_is_full_shows_as_a_condition_until_it_is_not_exceeded_any_more()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new ResourceQuota { Metadata = Workloads.Named(ns, "q"), Spec = new ResourceQuotaSpec { Hard = ApiMap.Of(("pods", Quantity.Parse("2"))) } }, default);
        await plane.AwaitAsync<ResourceQuota>(ns, "q", static q => q!.Status.Hard.Count == 1, "a counted quota");
        await plane.Client.CreateAsync(new ReplicationController { Metadata = Workloads.Named(ns, "rc"), Spec = new ReplicationControllerSpec { Replicas = 3, Selector = Workloads.Labels, Template = Workloads.Template() } }, default);
        await plane.AwaitAsync<ReplicationController>(ns, "rc", static r => r!.Status.Conditions.Any(static c => c is { Type: "ReplicaFailure", Status: "True", Reason: "FailedCreate" }), "a failure");
        await plane.ChangeAsync<ReplicationController>(ns, "rc", static r => r with { Spec = r.Spec with { Replicas = 2 } });
        await plane.AwaitAsync<ReplicationController>(ns, "rc", static r => r!.Status.Conditions.Count == 0 && r.Status.Replicas == 2, "no failure");
    }

    [Fact]
    public async Task A_deployment_rolls_over_to_the_newest_template_and_forgets_old_ones()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(Deployment(ns, 3) is var d ? d with { Spec = d.Spec with { RevisionHistoryLimit = 0 } } : d, default);
        await CompleteAsync(ns, 3);
        foreach (var image in (string[])["image:2", "image:3"]) { await plane.ChangeAsync<Deployment>(ns, "d", d => d with { Spec = d.Spec with { Template = Workloads.Template(image) } }); }
        var done = await CompleteAsync(ns, 3);
        Assert.Equal("NewReplicaSetAvailable", done.Status.Conditions.Single(static c => c.Type == "Progressing").Reason);
        await plane.AwaitAllAsync<ReplicaSet>(ns, static s => s.Count == 1 && s[0].Spec.Template!.Spec!.Containers[0].Image == "image:3", "one set left");
    }

    [Fact]
    public async Task A_rollout_that_hangs_is_scaled_in_proportion()
    {
        plane.Behave(static p => p.Spec.Containers[0].Image == "hangs" ? PodOutcome.NotReady : PodOutcome.Ready);
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(Deployment(ns, 10) is var d ? d with { Spec = d.Spec with { Strategy = new DeploymentStrategy { Type = "RollingUpdate", RollingUpdate = new RollingUpdateDeployment { MaxSurge = 3, MaxUnavailable = 2 } } } } : d, default);
        await CompleteAsync(ns, 10);
        await plane.ChangeAsync<Deployment>(ns, "d", static d => d with { Spec = d.Spec with { Template = Workloads.Template("hangs") } });
        await plane.AwaitAllAsync<ReplicaSet>(ns, static s => s.Select(static r => r.Spec.Replicas ?? 0).Order().SequenceEqual([5, 8]) && s.All(static r => r.Status.Replicas == r.Spec.Replicas), "8 old and 5 new");
        await plane.ChangeAsync<Deployment>(ns, "d", static d => d with { Spec = d.Spec with { Replicas = 30 } });
        await plane.AwaitAllAsync<ReplicaSet>(ns, static s => s.Select(static r => r.Spec.Replicas ?? 0).Order().SequenceEqual([13, 20]), "20 old and 13 new");
    }

    [Fact]
    public async Task Recreate_never_runs_old_and_new_beside_each_other()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(Deployment(ns, 2) is var d ? d with { Spec = d.Spec with { Strategy = new DeploymentStrategy { Type = "Recreate" } } } : d, default);
        await CompleteAsync(ns, 2);
        await plane.ChangeAsync<Deployment>(ns, "d", static d => d with { Spec = d.Spec with { Template = Workloads.Template("image:2") } });
        await plane.AwaitAllAsync<Pod>(ns, static p =>
        {
            Assert.True(p.Select(static q => q.Spec.Containers[0].Image).Distinct().Count() <= 1);
            return p.Count == 2 && p.All(static q => q.Spec.Containers[0].Image == "image:2" && q.IsReady());
        }, "new pods only");
    }

    [Fact]
    public async Task A_status_written_by_others_is_kept()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(Deployment(ns, 1), default);
        await CompleteAsync(ns, 1);
        await plane.Client.PatchAsync<Deployment>(ns, "d", PatchKind.Merge, """{"metadata":{"labels":{"by":"status"}},"status":{"conditions":[{"type":"StatusPatched","status":"True"}]}}"""u8.ToArray(), "status", new(), default);
        await plane.ChangeAsync<Deployment>(ns, "d", static d => d with { Spec = d.Spec with { Replicas = 2 } });
        var done = await CompleteAsync(ns, 2);
        Assert.Contains(done.Status.Conditions, static c => c is { Type: "StatusPatched", Status: "True" });
        Assert.False(done.Metadata.Labels.ContainsKey("by"));
    }

    [Fact]
    public async Task Dependents_go_with_their_owner_or_stay_as_asked()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(Deployment(ns, 1), default);
        await CompleteAsync(ns, 1);
        await plane.Client.DeleteAsync<Deployment>(ns, "d", new() { PropagationPolicy = "Orphan" }, default);
        var set = (await plane.AwaitAllAsync<ReplicaSet>(ns, static s => s.Count == 1 && s[0].Metadata.OwnerReferences.Count == 0, "an orphaned set"))[0];
        await plane.Client.DeleteAsync<ReplicaSet>(ns, set.Metadata.Name!, new() { PropagationPolicy = "Foreground" }, default);
        var waiting = await plane.AwaitAllAsync<ReplicaSet>(ns, s => s.Count == 0 || s[0].Metadata.Finalizers.Contains("foregroundDeletion"), "a set that waits for its pods");
        await plane.AwaitAllAsync<ReplicaSet>(ns, static s => s.Count == 0, "no set");
        Assert.Empty((await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items);
        Assert.True(waiting.Count <= 1);
    }

    [Fact]
    public async Task A_circle_of_owners_blocks_nobody()
    {
        var ns = await plane.NamespaceAsync();
        var pods = new List<Pod>();
        foreach (var name in (string[])["a", "b", "c"]) { pods.Add(await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, name), Spec = Workloads.Template().Spec! }, default)); }
        for (var i = 0; i < 3; i++)
        {
            var owner = pods[(i + 1) % 3];
            var patch = ObjectNode.Of(("metadata", ObjectNode.Of(("ownerReferences", ArrayNode.Of(ObjectNode.Of(("apiVersion", "v1"), ("kind", "Pod"), ("name", owner.Metadata.Name), ("uid", owner.Metadata.Uid), ("controller", true), ("blockOwnerDeletion", true)))))));
            await plane.Client.PatchAsync<Pod>(ns, pods[i].Metadata.Name!, PatchKind.Strategic, patch.ToUtf8(), "", new(), default);
        }
        await plane.Client.DeleteAsync<Pod>(ns, "a", new() { PropagationPolicy = "Foreground" }, default);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 0, "no pods");
    }

    [Fact]
    public async Task An_object_with_one_owner_left_stays()
    {
        var ns = await plane.NamespaceAsync();
        var leaving = await plane.Client.CreateAsync(new ReplicationController { Metadata = Workloads.Named(ns, "leaving"), Spec = new ReplicationControllerSpec { Replicas = 2, Selector = Workloads.Labels, Template = Workloads.Template() } }, default);
        var staying = await plane.Client.CreateAsync(new ReplicationController { Metadata = Workloads.Named(ns, "staying"), Spec = new ReplicationControllerSpec { Replicas = 0, Selector = ApiMap.Of(("another", "one")), Template = Workloads.Template() with { Metadata = new() { Labels = ApiMap.Of(("another", "one")) } } } }, default);
        var pods = await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 2 && p.All(static q => q.IsReady()), "two pods");
        var both = pods[0].Metadata.Name!;
        await plane.ChangeAsync<Pod>(ns, both, p => p with { Metadata = p.Metadata with { OwnerReferences = p.Metadata.OwnerReferences.Add(new() { ApiVersion = "v1", Kind = "ReplicationController", Name = "staying", Uid = staying.Metadata.Uid! }) } });
        await plane.Client.DeleteAsync<ReplicationController>(ns, "leaving", new() { PropagationPolicy = "Foreground" }, default);
        await plane.AwaitAsync<ReplicationController>(ns, "leaving", static r => r is null, "the owner to be gone");
        var left = Assert.Single((await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items);
        Assert.Equal((both, staying.Metadata.Uid), (left.Metadata.Name, Assert.Single(left.Metadata.OwnerReferences).Uid));
        Assert.NotNull(leaving.Metadata.Uid);
    }

    private static Deployment Deployment(string ns, int replicas) => new() { Metadata = Workloads.Named(ns, "d"), Spec = new DeploymentSpec { Replicas = replicas, Selector = Workloads.Selector, Template = Workloads.Template() } };

    private Task<Deployment> CompleteAsync(string ns, int replicas) => plane.AwaitAsync<Deployment>(ns, "d", d => d!.Status.ObservedGeneration >= d.Metadata.Generation && d.Status.UpdatedReplicas == replicas && d.Status.Replicas == replicas && d.Status.AvailableReplicas == replicas, "the rollout to be over");
}

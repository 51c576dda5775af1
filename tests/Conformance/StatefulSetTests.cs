using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;

namespace KubeSharp.Conformance.Tests;

/// <summary>Stateful sets on two fake nodes.</summary>
public sealed class StatefulSetTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    [Fact]
    public async Task Pods_come_in_order_and_scaling_halts_at_an_unwell_one()
    {
        var isWell = true;
        plane.Behave(p => p.Metadata.Name == "s-0" && !Volatile.Read(ref isWell) ? PodOutcome.NotReady : PodOutcome.Ready);
        var ns = await MakeAsync(3);
        var pods = await ReadyAsync(ns, 3);
        Assert.True(Made(pods, 0) <= Made(pods, 1) && Made(pods, 1) <= Made(pods, 2));
        Volatile.Write(ref isWell, false);
        Look();
        await plane.AwaitAsync<Pod>(ns, "s-0", static p => !p!.IsReady(), "an unwell pod");
        await plane.ChangeAsync<StatefulSet>(ns, "s", static s => s with { Spec = s.Spec with { Replicas = 1 } });
        await plane.AwaitAsync<StatefulSet>(ns, "s", static s => s!.Status.ObservedGeneration == 2, "the change to be seen");
        Assert.Equal(3, (await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items.Count);
        Volatile.Write(ref isWell, true);
        Look();
        var left = await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 1, "one pod left");
        Assert.Equal("s-0", left[0].Metadata.Name);
    }

    [Fact]
    public async Task In_parallel_nobody_waits()
    {
        plane.Behave(static _ => PodOutcome.NotReady);
        var ns = await MakeAsync(3, static s => s with { PodManagementPolicy = "Parallel" });
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 3, "three pods");
        await plane.ChangeAsync<StatefulSet>(ns, "s", static s => s with { Spec = s.Spec with { Replicas = 0 } });
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 0, "no pods");
        plane.Behave(static _ => PodOutcome.Ready);
    }

    [Fact]
    public async Task A_new_template_goes_from_the_highest_to_the_lowest_and_stops_at_the_partition()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync(3, static s => s with { UpdateStrategy = new StatefulSetUpdateStrategy { Type = "RollingUpdate", RollingUpdate = new RollingUpdateStatefulSetStrategy { Partition = 2 } } });
        await ReadyAsync(ns, 3);
        var before = await plane.AwaitAsync<StatefulSet>(ns, "s", static s => s!.Status.CurrentRevision == s.Status.UpdateRevision && s.Status.ReadyReplicas == 3, "one revision");
        await plane.ChangeAsync<StatefulSet>(ns, "s", static s => s with { Spec = s.Spec with { Template = Workloads.Template("image:2") } });
        await plane.AwaitAsync<Pod>(ns, "s-2", static p => p?.Spec.Containers[0].Image == "image:2" && p.IsReady(), "the canary");
        var canary = await plane.AwaitAsync<StatefulSet>(ns, "s", static s => s!.Status.UpdatedReplicas == 1, "one updated");
        Assert.Equal(before.Status.CurrentRevision, canary.Status.CurrentRevision);
        Assert.NotEqual(canary.Status.CurrentRevision, canary.Status.UpdateRevision);
        // Below the partition a pod comes back as it was.
        await plane.Client.DeleteAsync<Pod>(ns, "s-0", new(), default);
        var uids = (await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items.ToDictionary(static p => p.Metadata.Name!, static p => p.Metadata.Uid);
        await plane.AwaitAsync<Pod>(ns, "s-0", p => p is not null && p.Metadata.DeletionTimestamp is null && p.IsReady() && p.Spec.Containers[0].Image == "image:1", "the old revision again");
        await plane.ChangeAsync<StatefulSet>(ns, "s", static s => s with { Spec = s.Spec with { UpdateStrategy = new StatefulSetUpdateStrategy { Type = "RollingUpdate", RollingUpdate = new RollingUpdateStatefulSetStrategy { Partition = 0 } } } });
        await ReadyAsync(ns, 3, static p => p.All(static q => q.Spec.Containers[0].Image == "image:2"));
        var done = await plane.AwaitAsync<StatefulSet>(ns, "s", static s => s!.Status.CurrentRevision == s.Status.UpdateRevision, "the rollout to be over");
        Assert.Equal((3, 3), (done.Status.UpdatedReplicas, done.Status.CurrentReplicas));
        Assert.NotEqual(before.Status.CurrentRevision, done.Status.CurrentRevision);
    }

    [Fact]
    public async Task A_template_that_comes_back_is_its_old_revision_and_pods_change_one_at_a_time()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync(3);
        await ReadyAsync(ns, 3);
        var first = await plane.AwaitAsync<StatefulSet>(ns, "s", static s => s!.Status.UpdateRevision?.Length > 0 && s.Status.CurrentRevision == s.Status.UpdateRevision, "the first revision");
        foreach (var (image, isBack) in new[] { ("image:2", false), ("image:1", true) })
        {
            await plane.ChangeAsync<StatefulSet>(ns, "s", s => s with { Spec = s.Spec with { Template = Workloads.Template(image) } });
            await plane.AwaitAsync<StatefulSet>(ns, "s", s =>
            {
                Assert.InRange(s!.Status.ReadyReplicas ?? 0, 2, 3);
                return s.Status.ObservedGeneration == s.Metadata.Generation && s.Status.CurrentRevision == s.Status.UpdateRevision && s.Status.UpdatedReplicas == 3;
            }, $"all to be {image}");
            await ReadyAsync(ns, 3, p => p.All(q => q.Spec.Containers[0].Image == image));
            var done = await plane.AwaitAsync<StatefulSet>(ns, "s", static s => s is not null, "the set");
            Assert.Equal(isBack, done.Status.UpdateRevision == first.Status.UpdateRevision);
        }
        var revisions = (await plane.Client.ListAsync<ControllerRevision>(ns, ListOptions.All, default)).Items;
        Assert.Equal([2L, 3L], revisions.Select(static r => r.Revision).Order());
        Assert.Equal(first.Status.UpdateRevision, revisions.MaxBy(static r => r.Revision)!.Metadata.Name);
    }

    [Fact]
    public async Task A_failed_pod_is_made_anew_with_its_name()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var ns = await MakeAsync(1);
        var first = (await ReadyAsync(ns, 1))[0];
        await plane.Client.PatchAsync<Pod>(ns, "s-0", PatchKind.Merge, """{"status":{"phase":"Failed","reason":"Evicted"}}"""u8.ToArray(), "status", new(), default);
        await plane.AwaitAsync<Pod>(ns, "s-0", p => p is not null && p.Metadata.Uid != first.Metadata.Uid && p.IsReady(), "a new pod of the name");
    }

    [Fact]
    public async Task Pods_have_name_number_and_claims_of_their_own()
    {
        plane.Behave(static _ => PodOutcome.Ready);
        var claim = new PersistentVolumeClaim { Metadata = new() { Name = "data" }, Spec = new PersistentVolumeClaimSpec { AccessModes = ["ReadWriteOnce"], StorageClassName = "none", Resources = new VolumeResourceRequirements { Requests = Api.ApiMap.Of(("storage", Machinery.Quantities.Quantity.Parse("1Mi"))) } } };
        var ns = await MakeAsync(1, s => s with { ServiceName = "svc", VolumeClaimTemplates = [claim], PersistentVolumeClaimRetentionPolicy = new StatefulSetPersistentVolumeClaimRetentionPolicy { WhenDeleted = "Delete", WhenScaled = "Retain" } });
        var pod = await plane.AwaitAsync<Pod>(ns, "s-0", static p => p is not null, "the pod");
        Assert.Equal(("s-0", "svc", "data-s-0", "s-0", "0"), (pod.Spec.Hostname, pod.Spec.Subdomain, pod.Spec.Volumes.First(static v => v.Name == "data").PersistentVolumeClaim!.ClaimName, pod.Metadata.Labels["statefulset.kubernetes.io/pod-name"], pod.Metadata.Labels["apps.kubernetes.io/pod-index"]));
        await plane.AwaitAsync<PersistentVolumeClaim>(ns, "data-s-0", static c => c?.Metadata.OwnerReferences.Count == 1 && c.Metadata.OwnerReferences[0].Kind == "StatefulSet", "a claim that goes with the set");
    }

    private static DateTimeOffset Made(IReadOnlyList<Pod> pods, int ordinal) => pods.Single(p => p.Metadata.Name == $"s-{ordinal}").Metadata.CreationTimestamp!.Value;

    private void Look()
    {
        foreach (var node in plane.Nodes) { node.LookAgain(); }
    }

    private async Task<string> MakeAsync(int replicas, Func<StatefulSetSpec, StatefulSetSpec>? change = null)
    {
        var ns = await plane.NamespaceAsync();
        var spec = new StatefulSetSpec { Replicas = replicas, Selector = Workloads.Selector, Template = Workloads.Template() };
        await plane.Client.CreateAsync(new StatefulSet { Metadata = Workloads.Named(ns, "s"), Spec = change?.Invoke(spec) ?? spec }, default);
        return ns;
    }

    private Task<IReadOnlyList<Pod>> ReadyAsync(string ns, int count, Func<IReadOnlyList<Pod>, bool>? condition = null) =>
        plane.AwaitAllAsync<Pod>(ns, p => p.Count == count && p.All(static q => q.IsReady() && q.Metadata.DeletionTimestamp is null) && (condition?.Invoke(p) ?? true), $"{count} ready pods");
}

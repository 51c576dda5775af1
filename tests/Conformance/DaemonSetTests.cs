using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Conformance.Tests;

/// <summary>Daemon sets on two fake nodes.</summary>
public sealed class DaemonSetTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    [Fact]
    public async Task Each_node_runs_one_and_a_failed_or_deleted_one_comes_back()
    {
        var (ns, _) = await MakeAsync();
        var pods = (await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items;
        Assert.Equal(["node-1", "node-2"], pods.Select(static p => p.Spec.NodeName!).Order());
        await plane.Client.DeleteAsync<Pod>(ns, pods[0].Metadata.Name!, new(), default);
        await RunningAsync(ns, p => p.All(q => q.Metadata.Uid != pods[0].Metadata.Uid));
        var failing = pods[1];
        await plane.Client.PatchAsync<Pod>(ns, failing.Metadata.Name!, PatchKind.Merge, """{"status":{"phase":"Failed"}}"""u8.ToArray(), "status", new(), default);
        await RunningAsync(ns, p => p.All(q => q.Metadata.Uid != failing.Metadata.Uid));
        var set = await plane.AwaitAsync<DaemonSet>(ns, "d", static d => d!.Status.NumberReady == 2, "both ready again");
        Assert.Equal((2, 2, 0, 2, 1L), (set.Status.DesiredNumberScheduled, set.Status.CurrentNumberScheduled, set.Status.NumberMisscheduled, set.Status.NumberAvailable ?? 0, set.Status.ObservedGeneration ?? 0));
    }

    [Fact]
    public async Task A_node_selector_and_its_change_move_the_daemon()
    {
        var ns = await plane.NamespaceAsync();
        var template = Workloads.Template();
        await plane.Client.CreateAsync(new DaemonSet { Metadata = Workloads.Named(ns, "d"), Spec = new DaemonSetSpec { Selector = Workloads.Selector, Template = template with { Spec = template.Spec! with { NodeSelector = Api.ApiMap.Of((ns, "blue")) } } } }, default);
        await plane.AwaitAsync<DaemonSet>(ns, "d", static d => d!.Status.ObservedGeneration == 1 && d.Status.DesiredNumberScheduled == 0, "no node to suit");
        await LabelAsync(ns, "blue");
        await plane.AwaitAsync<DaemonSet>(ns, "d", static d => d!.Status is { DesiredNumberScheduled: 1, NumberReady: 1 }, "the daemon on the blue node");
        await LabelAsync(ns, "green");
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 0, "the daemon to leave");
        await plane.ChangeAsync<DaemonSet>(ns, "d", d => d with { Spec = d.Spec with { Template = d.Spec.Template with { Spec = d.Spec.Template.Spec! with { NodeSelector = Api.ApiMap.Of((ns, "green")) } } } });
        await plane.AwaitAsync<DaemonSet>(ns, "d", static d => d!.Status is { DesiredNumberScheduled: 1, NumberReady: 1 }, "the daemon on the green node");
    }

    [Fact]
    public async Task A_new_template_replaces_one_pod_after_the_other_and_makes_a_revision()
    {
        var (ns, _) = await MakeAsync();
        var first = (await plane.Client.ListAsync<ControllerRevision>(ns, ListOptions.All, default)).Items[0];
        await plane.ChangeAsync<DaemonSet>(ns, "d", static d => d with { Spec = d.Spec with { Template = Workloads.Template("image:2") } });
        await RunningAsync(ns, static p => p.All(static q => q.Spec.Containers[0].Image == "image:2"));
        var revisions = await plane.AwaitAllAsync<ControllerRevision>(ns, static r => r.Count == 2, "two revisions");
        Assert.Equal([1, 2], revisions.Select(static r => r.Revision).Order());
        await plane.AwaitAsync<DaemonSet>(ns, "d", static d => d!.Status.UpdatedNumberScheduled == 2, "all updated");
        // Back again: the first revision is the newest now, and its pods bear its hash.
        await plane.ChangeAsync<DaemonSet>(ns, "d", static d => d with { Spec = d.Spec with { Template = Workloads.Template() } });
        await RunningAsync(ns, p => p.All(q => q.Metadata.Labels.Get("controller-revision-hash") == first.Metadata.Labels.Get("controller-revision-hash")));
        await plane.AwaitAsync<ControllerRevision>(ns, first.Metadata.Name!, static r => r!.Revision == 3, "the first revision to be the third");
    }

    [Fact]
    public async Task A_rollback_leaves_pods_alone_that_were_never_replaced()
    {
        var (ns, pods) = await MakeAsync();
        plane.Behave(static p => p.Spec.Containers[0].Image == "broken" ? PodOutcome.NotReady : PodOutcome.Ready);
        await plane.ChangeAsync<DaemonSet>(ns, "d", static d => d with { Spec = d.Spec with { Template = Workloads.Template("broken") } });
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Any(static q => q.Spec.Containers[0].Image == "broken" && q.Status.Phase == "Running"), "one broken pod");
        var kept = (await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items.Single(static p => p.Spec.Containers[0].Image != "broken");
        await plane.ChangeAsync<DaemonSet>(ns, "d", static d => d with { Spec = d.Spec with { Template = Workloads.Template() } });
        var after = await RunningAsync(ns, static p => p.All(static q => q.Spec.Containers[0].Image == "image:1"));
        Assert.Contains(kept.Metadata.Uid, after.Select(static p => p.Metadata.Uid));
        Assert.Contains(kept.Metadata.Uid, pods.Select(static p => p.Metadata.Uid));
    }

    private async Task LabelAsync(string key, string value) =>
        await plane.Client.PatchAsync<Node>(null, "node-1", PatchKind.Merge, ObjectNode.Of(("metadata", ObjectNode.Of(("labels", ObjectNode.Of((key, value)))))).ToUtf8(), "", new(), default);

    private async Task<(string Namespace, IReadOnlyList<Pod> Pods)> MakeAsync()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new DaemonSet { Metadata = Workloads.Named(ns, "d"), Spec = new DaemonSetSpec { Selector = Workloads.Selector, Template = Workloads.Template() } }, default);
        return (ns, await RunningAsync(ns, static _ => true));
    }

    private Task<IReadOnlyList<Pod>> RunningAsync(string ns, Func<IReadOnlyList<Pod>, bool> condition) =>
        plane.AwaitAllAsync<Pod>(ns, p => p.Count == 2 && p.All(static q => q.IsReady() && q.Metadata.DeletionTimestamp is null) && condition(p), "two running daemons");
}

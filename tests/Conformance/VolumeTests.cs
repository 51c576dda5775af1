using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Rbac.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Conformance.Tests;

/// <summary>Volumes and claims on fake nodes; and what cluster roles aggregate.</summary>
public sealed class VolumeTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    [Fact]
    public async Task A_claim_gets_the_smallest_volume_that_suits_and_is_kept_while_it_is_used()
    {
        var ns = await plane.NamespaceAsync();
        await VolumeAsync(ns + "-large", ns, "2Gi");
        await VolumeAsync(ns + "-small", ns, "1Gi");
        foreach (var name in (string[])[ns + "-large", ns + "-small"]) { await plane.AwaitAsync<PersistentVolume>("", name, static v => v!.Status.Phase == "Available", "a free volume"); }
        await plane.Client.CreateAsync(Claim(ns, ns, "500Mi"), default);
        var claim = await plane.AwaitAsync<PersistentVolumeClaim>(ns, "claim", static c => c!.Status.Phase == "Bound", "a bound claim");
        Assert.Equal((ns + "-small", Quantity.Parse("1Gi")), (claim.Spec.VolumeName, claim.Status.Capacity.Get("storage")));
        await plane.AwaitAsync<PersistentVolume>("", ns + "-small", v => v!.Status.Phase == "Bound" && v.Spec.ClaimRef?.Uid == claim.Metadata.Uid, "a bound volume");
        await plane.AwaitAsync<PersistentVolume>("", ns + "-large", static v => v!.Status.Phase == "Available", "a free volume");
        await plane.Client.CreateAsync(Using(ns), default);
        await plane.AwaitAsync<Pod>(ns, "pod", static p => p!.IsReady(), "a running pod");
        await plane.Client.DeleteAsync<PersistentVolumeClaim>(ns, "claim", new(), default);
        await plane.AwaitAsync<PersistentVolumeClaim>(ns, "claim", static c => c?.Metadata.DeletionTimestamp is not null, "a claim that waits for its pod");
        await plane.Client.DeleteAsync<Pod>(ns, "pod", new(), default);
        await plane.AwaitAsync<PersistentVolumeClaim>(ns, "claim", static c => c is null, "no claim");
        await plane.AwaitAsync<PersistentVolume>("", ns + "-small", static v => v!.Status.Phase == "Released", "a released volume");
        await plane.Client.DeleteAsync<PersistentVolume>(null, ns + "-small", new(), default);
        await plane.AwaitAsync<PersistentVolume>("", ns + "-small", static v => v is null, "no volume");
    }

    [Fact]
    public async Task A_claim_that_waits_for_its_consumer_is_bound_where_the_pod_goes()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new StorageClass { Metadata = new() { Name = ns }, Provisioner = "kubernetes.io/no-provisioner", VolumeBindingMode = "WaitForFirstConsumer" }, default);
        await VolumeAsync(ns, ns, "1Gi", "node-2");
        await plane.Client.CreateAsync(Claim(ns, ns, "1Gi"), default);
        await plane.AwaitAllAsync<Event>(ns, static e => e.Any(static i => i.Reason == "WaitForFirstConsumer"), "a waiting claim");
        Assert.Equal("Pending", (await plane.Client.GetAsync<PersistentVolumeClaim>(ns, "claim", default)).Status.Phase);
        await plane.Client.CreateAsync(Using(ns), default);
        await plane.AwaitAsync<Pod>(ns, "pod", static p => p!.Spec.NodeName == "node-2" && p.IsReady(), "a pod on the volume's node");
        await plane.AwaitAsync<PersistentVolumeClaim>(ns, "claim", c => c!.Status.Phase == "Bound" && c.Spec.VolumeName == ns, "a bound claim");
    }

    [Fact]
    public async Task An_ephemeral_claim_comes_and_goes_with_its_pod()
    {
        var ns = await plane.NamespaceAsync();
        await VolumeAsync(ns, ns, "1Gi");
        var pod = Using(ns);
        await plane.Client.CreateAsync(pod with { Spec = pod.Spec with { Volumes = [new Volume { Name = "v", Ephemeral = new EphemeralVolumeSource { VolumeClaimTemplate = new PersistentVolumeClaimTemplate { Spec = Claim(ns, ns, "1Mi").Spec } } }] } }, default);
        await plane.AwaitAsync<PersistentVolumeClaim>(ns, "pod-v", static c => c?.Status.Phase == "Bound", "the pod's claim");
        await plane.AwaitAsync<Pod>(ns, "pod", static p => p!.IsReady(), "a running pod");
        await plane.Client.DeleteAsync<Pod>(ns, "pod", new(), default);
        await plane.AwaitAsync<PersistentVolumeClaim>(ns, "pod-v", static c => c is null, "no claim");
    }

    [Fact]
    public async Task A_role_gathers_the_rules_of_those_it_selects()
    {
        var label = ApiMap.Of(("gathered", "yes"));
        await plane.Client.CreateAsync(new ClusterRole { Metadata = new() { Name = "gathering" }, AggregationRule = new AggregationRule { ClusterRoleSelectors = [new() { MatchLabels = label }] } }, default);
        await plane.Client.CreateAsync(new ClusterRole { Metadata = new() { Name = "part", Labels = label }, Rules = [new PolicyRule { Verbs = ["get"], ApiGroups = ["example.com"], Resources = ["things"] }] }, default);
        await plane.AwaitAsync<ClusterRole>("", "gathering", static r => r!.Rules.Count == 1 && r.Rules[0].Resources[0] == "things", "the rule");
        await plane.AwaitAsync<ClusterRole>("", "admin", static r => r!.Rules.Count > 10, "the rules of admin");
    }

    private async Task VolumeAsync(string name, string storageClass, string size, string node = "") => await plane.Client.CreateAsync(new PersistentVolume
    {
        Metadata = new() { Name = name },
        Spec = new PersistentVolumeSpec
        {
            StorageClassName = storageClass,
            AccessModes = ["ReadWriteOnce"],
            Capacity = ApiMap.Of(("storage", Quantity.Parse(size))),
            HostPath = new HostPathVolumeSource { Path = "/tmp/" + name },
            NodeAffinity = node.Length == 0 ? null : new VolumeNodeAffinity { Required = new NodeSelector { NodeSelectorTerms = [new NodeSelectorTerm { MatchExpressions = [new NodeSelectorRequirement { Key = "kubernetes.io/hostname", Operator = "In", Values = [node] }] }] } },
        },
    }, default);

    private static PersistentVolumeClaim Claim(string ns, string storageClass, string size) => new()
    {
        Metadata = Workloads.Named(ns, "claim"),
        Spec = new PersistentVolumeClaimSpec { StorageClassName = storageClass, AccessModes = ["ReadWriteOnce"], Resources = new VolumeResourceRequirements { Requests = ApiMap.Of(("storage", Quantity.Parse(size))) } },
    };

    private static Pod Using(string ns) => new() { Metadata = Workloads.Named(ns, "pod"), Spec = Workloads.Template().Spec! with { Volumes = [new Volume { Name = "v", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "claim" } }] } };
}

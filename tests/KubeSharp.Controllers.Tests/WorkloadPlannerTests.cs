using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Policy.V1;
using KubeSharp.Controllers.DaemonSets;
using KubeSharp.Controllers.DisruptionBudgets;
using KubeSharp.Controllers.ResourceQuotas;
using KubeSharp.Controllers.Revisions;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Controllers.StatefulSets;
using KubeSharp.Controllers.Volumes;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.Tests;

public sealed class WorkloadPlannerTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(56);
    private static readonly ApiMap<string> _labels = ApiMap.Of(("app", "web"));
    private static readonly PodTemplateSpec _template = new() { Metadata = new ObjectMeta { Labels = _labels }, Spec = new PodSpec { Containers = [new Container { Name = "c", Image = "i:1" }] } };

    [Fact]
    public void A_revision_holds_the_bytes_that_upstreams_clients_make_of_the_template()
    {
        var template = new PodTemplateSpec { Metadata = new ObjectMeta { Labels = ApiMap<string>.Empty.Set("a", "b") }, Spec = new PodSpec { Containers = [new Container { Name = "c", Image = "i:1", Stdin = false }] } };
        var revision = RevisionHistory.Of(new DaemonSet { Metadata = new ObjectMeta { Name = "d" } }, template, null, 0, []).Current;
        Assert.Equal("""{"spec":{"template":{"$patch":"replace","metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"image":"i:1","name":"c","resources":{}}]}}}}""", revision.Data!.ToString());
        Assert.Equal(template with { Spec = template.Spec! with { Containers = [template.Spec.Containers[0] with { Stdin = null }] } }, RevisionHistory.TemplateOf(revision));
    }

    [Fact]
    public void A_daemon_runs_on_nodes_that_suit_and_tolerates_their_troubles()
    {
        var set = Daemons();
        ImmutableArray<Node> nodes = [Node("a"), Node("b", new Taint { Key = "node.kubernetes.io/not-ready", Effect = "NoExecute" }), Node("c", new Taint { Key = "mine", Effect = "NoSchedule" })];
        var plan = DaemonSetPlanner.PlanFor(new(set, nodes, [], []), _now);
        Assert.Equal(["a", "b"], plan.Actions.OfType<CreateAction<Pod>>().Select(static c => c.Value.Spec.Affinity!.NodeAffinity!.RequiredDuringSchedulingIgnoredDuringExecution!.NodeSelectorTerms[0].MatchFields[0].Values[0]));
        Assert.Equal(2, Assert.Single(plan.Actions.OfType<UpdateAction<DaemonSet>>()).Value.Status.DesiredNumberScheduled);
        Assert.Equal(1, Assert.Single(plan.Actions.OfType<CreateAction<ControllerRevision>>()).Value.Revision);
    }

    [Fact]
    public void Old_daemons_leave_only_as_many_as_may_be_missing()
    {
        var set = Daemons();
        var old = RevisionHistory.Of(set, _template, null, 0, []).Current;
        set = set with { Spec = set.Spec with { Template = _template with { Spec = new PodSpec { Containers = [new Container { Name = "c", Image = "i:2" }] } } } };
        var now = RevisionHistory.Of(set, set.Spec.Template, null, 0, [old]).Current;
        var pods = new[] { "a", "b", "c" }.Select(n => Daemon(set, n, RevisionHistory.HashOf(old))).ToImmutableArray();
        var plan = DaemonSetPlanner.PlanFor(new(set, [Node("a"), Node("b"), Node("c")], pods, [old, now]), _now);
        Assert.Equal("on-a", Assert.Single(plan.Actions.OfType<DeleteAction<Pod>>()).Value.Metadata.Name);
    }

    [Fact]
    public void A_surge_starts_the_new_daemon_before_the_old_one_goes()
    {
        var set = Daemons();
        var old = RevisionHistory.Of(set, _template, null, 0, []).Current;
        set = set with { Spec = set.Spec with { Template = _template with { Spec = new PodSpec { Containers = [new Container { Name = "c", Image = "i:2" }] } }, UpdateStrategy = new DaemonSetUpdateStrategy { Type = "RollingUpdate", RollingUpdate = new RollingUpdateDaemonSet { MaxSurge = 1, MaxUnavailable = 0 } } } };
        var current = RevisionHistory.Of(set, set.Spec.Template, null, 0, [old]).Current;
        var there = Daemon(set, "a", RevisionHistory.HashOf(old));
        var first = DaemonSetPlanner.PlanFor(new(set, [Node("a")], [there], [old, current]), _now);
        Assert.Single(first.Actions.OfType<CreateAction<Pod>>());
        Assert.Empty(first.Actions.OfType<DeleteAction<Pod>>());
        var second = DaemonSetPlanner.PlanFor(new(set, [Node("a")], [there, Daemon(set, "a", RevisionHistory.HashOf(current), "new")], [old, current]), _now);
        Assert.Equal("on-a", Assert.Single(second.Actions.OfType<DeleteAction<Pod>>()).Value.Metadata.Name);
    }

    [Fact]
    public void Stateful_pods_are_made_one_after_the_other_unless_in_parallel()
    {
        var set = Stateful(3);
        Assert.Equal("db-0", Assert.Single(StatefulSetPlanner.PlanFor(new(set, [], [], static _ => null), _now).Actions.OfType<CreateAction<Pod>>()).Value.Metadata.Name);
        set = set with { Spec = set.Spec with { PodManagementPolicy = "Parallel", Ordinals = new StatefulSetOrdinals { Start = 5 } } };
        Assert.Equal(["db-5", "db-6", "db-7"], StatefulSetPlanner.PlanFor(new(set, [], [], static _ => null), _now).Actions.OfType<CreateAction<Pod>>().Select(static c => c.Value.Metadata.Name!));
    }

    [Fact]
    public void Of_stateful_pods_the_highest_goes_first_and_waits_for_the_unwell()
    {
        var set = Stateful(1);
        var history = RevisionHistory.Of(set, _template, null, 0, []);
        Pod Of(int ordinal, bool isWell) => new()
        {
            Metadata = new ObjectMeta { Name = $"db-{ordinal}", Namespace = "default", Uid = $"{ordinal}", Labels = _labels.Set(RevisionHistory.HashLabel, history.Current.Metadata.Name!), OwnerReferences = [set.ControllerReference()] },
            Status = new PodStatus { Phase = "Running", Conditions = [new PodCondition { Type = "Ready", Status = isWell ? "True" : "False" }] },
        };
        IEnumerable<string> Gone(params ImmutableArray<Pod> pods) => StatefulSetPlanner.PlanFor(new(set, pods, [history.Current], static _ => null), _now).Actions.OfType<DeleteAction<Pod>>().Select(static d => d.Value.Metadata.Name!);
        Assert.Equal(["db-2"], Gone(Of(0, true), Of(1, true), Of(2, true)));
        Assert.Empty(Gone(Of(0, false), Of(1, true), Of(2, true)));
        Assert.Empty(Gone(Of(0, true), Of(1, false), Of(2, true)));
        Assert.Equal(["db-2"], Gone(Of(0, true), Of(1, true), Of(2, false)));
    }

    [Fact]
    public void A_budget_in_percent_is_of_what_the_controller_wants()
    {
        var budget = new PodDisruptionBudget { Metadata = new ObjectMeta { Name = "b", Namespace = "default" }, Spec = new PodDisruptionBudgetSpec { MinAvailable = "50%", Selector = new LabelSelector { MatchLabels = _labels } } };
        ImmutableArray<Pod> pods = [.. Enumerable.Range(0, 3).Select(static i => new Pod { Metadata = new ObjectMeta { Name = $"p{i}", Labels = _labels }, Status = new PodStatus { Phase = "Running", Conditions = [new PodCondition { Type = "Ready", Status = "True" }] } })];
        var status = Assert.IsType<UpdateAction<PodDisruptionBudget>>(Assert.Single(DisruptionBudgetPlanner.PlanFor(budget, pods, static _ => ("owner", 5), _now).Actions)).Value.Status;
        Assert.Equal((5, 3, 3, 0), (status.ExpectedPods, status.DesiredHealthy, status.CurrentHealthy, status.DisruptionsAllowed));
        budget = budget with { Spec = budget.Spec with { MinAvailable = null, MaxUnavailable = 3 } };
        Assert.Equal(1, Assert.IsType<UpdateAction<PodDisruptionBudget>>(Assert.Single(DisruptionBudgetPlanner.PlanFor(budget, pods, static _ => ("owner", 5), _now).Actions)).Value.Status.DisruptionsAllowed);
    }

    [Fact]
    public void A_quota_counts_claims_by_class_and_leaves_unknown_resources_to_the_server()
    {
        var quota = new ResourceQuota { Spec = new ResourceQuotaSpec { Hard = ApiMap.Of(("requests.storage", Quantity.Parse("10Gi")), ("gold.storageclass.storage.k8s.io/requests.storage", Quantity.Parse("5Gi")), ("persistentvolumeclaims", Quantity.Parse("4")), ("count/things.example.com", Quantity.Parse("1"))) } };
        PersistentVolumeClaim Of(string storageClass, string size) => new() { Spec = new PersistentVolumeClaimSpec { StorageClassName = storageClass, Resources = new VolumeResourceRequirements { Requests = ApiMap.Of(("storage", Quantity.Parse(size))) } } };
        var (used, unknown) = QuotaPlanner.Usage(quota, [], [], [Of("gold", "1Gi"), Of("tin", "2Gi")], static _ => null);
        Assert.Equal((Quantity.Parse("3Gi"), Quantity.Parse("1Gi"), Quantity.FromValue(2)), (used["requests.storage"], used["gold.storageclass.storage.k8s.io/requests.storage"], used["persistentvolumeclaims"]));
        Assert.Equal("things.example.com", Assert.Single(unknown));
    }

    [Fact]
    public void A_claim_takes_no_volume_that_lacks_a_mode_or_a_label_or_room()
    {
        var claim = new PersistentVolumeClaim { Metadata = new ObjectMeta { Name = "c", Namespace = "default", Uid = "c" }, Spec = new PersistentVolumeClaimSpec { AccessModes = ["ReadWriteMany"], Selector = new LabelSelector { MatchLabels = _labels }, Resources = new VolumeResourceRequirements { Requests = ApiMap.Of(("storage", Quantity.Parse("2Gi"))) } }, Status = new PersistentVolumeClaimStatus { Phase = "Pending" } };
        PersistentVolume Of(string name, string mode, ApiMap<string> labels, string size) => new() { Metadata = new ObjectMeta { Name = name, Labels = labels }, Spec = new PersistentVolumeSpec { AccessModes = [mode], Capacity = ApiMap.Of(("storage", Quantity.Parse(size))) }, Status = new PersistentVolumeStatus { Phase = "Available" } };
        PersistentVolume[] volumes = [Of("mode", "ReadWriteOnce", _labels, "2Gi"), Of("label", "ReadWriteMany", ApiMap<string>.Empty, "2Gi"), Of("room", "ReadWriteMany", _labels, "1Gi"), Of("right", "ReadWriteMany", _labels, "3Gi")];
        Assert.Equal("right", Assert.IsType<UpdateAction<PersistentVolume>>(Assert.Single(ClaimPlanner.PlanFor(claim, volumes, null, null, _now).Actions)).Value.Metadata.Name);
        Assert.Empty(ClaimPlanner.PlanFor(claim, volumes[..3], null, null, _now).Actions.OfType<UpdateAction<PersistentVolume>>());
    }

    [Fact]
    public void A_volume_whose_claim_is_gone_is_released_and_kept()
    {
        var volume = new PersistentVolume { Metadata = new ObjectMeta { Name = "v" }, Spec = new PersistentVolumeSpec { ClaimRef = new ObjectReference { Name = "c", Namespace = "default", Uid = "old" }, PersistentVolumeReclaimPolicy = "Retain" }, Status = new PersistentVolumeStatus { Phase = "Bound" } };
        Assert.Equal("Released", Assert.IsType<UpdateAction<PersistentVolume>>(Assert.Single(VolumePlanner.PlanFor(volume, null).Actions)).Value.Status.Phase);
        Assert.Empty(VolumePlanner.PlanFor(volume with { Status = volume.Status with { Phase = "Released" } }, null).Actions);
    }

    private static DaemonSet Daemons() => new() { Metadata = new ObjectMeta { Name = "d", Namespace = "default", Uid = "d" }, Spec = new DaemonSetSpec { Selector = new LabelSelector { MatchLabels = _labels }, Template = _template, UpdateStrategy = new DaemonSetUpdateStrategy { Type = "RollingUpdate" } } };

    private static StatefulSet Stateful(int replicas) => new() { Metadata = new ObjectMeta { Name = "db", Namespace = "default", Uid = "db" }, Spec = new StatefulSetSpec { Replicas = replicas, Selector = new LabelSelector { MatchLabels = _labels }, Template = _template } };

    private static Node Node(string name, params Taint[] taints) => new() { Metadata = new ObjectMeta { Name = name }, Spec = new NodeSpec { Taints = taints } };

    private static Pod Daemon(DaemonSet set, string node, string hash, string name = "") => new()
    {
        Metadata = new ObjectMeta { Name = name.Length > 0 ? name : $"on-{node}", Namespace = "default", Uid = name + node, Labels = _labels.Set(RevisionHistory.HashLabel, hash), OwnerReferences = [set.ControllerReference()], CreationTimestamp = _now.AddHours(-1) },
        Spec = new PodSpec { NodeName = node },
        Status = new PodStatus { Phase = "Running", Conditions = [new PodCondition { Type = "Ready", Status = "True", LastTransitionTime = _now.AddHours(-1) }] },
    };
}

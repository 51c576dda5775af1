using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Preemption;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Tests;

public sealed class PlannerTests
{
    [Fact]
    public void A_pod_goes_where_there_is_room()
    {
        var decision = Decide(Pod("p", cpu: "2"), Node("small", cpu: "1"), Node("large", cpu: "4"));
        Assert.Equal("large", decision.NodeName);
        Assert.Equal("Insufficient cpu", decision.Rejections["small"].Reason);
    }

    [Fact]
    public void What_is_taken_already_is_not_given_again()
    {
        var full = Node("a", cpu: "4").With(new PodState(Pod("other", cpu: "3")));
        Assert.Equal("0/1 nodes are available: 1 Insufficient cpu.", Decide(Pod("p", cpu: "2"), full).Message);
    }

    [Fact]
    public void A_node_takes_no_more_pods_than_it_says()
    {
        var node = Node("a", pods: "1").With(new PodState(Pod("other")));
        Assert.Equal("Too many pods", Decide(Pod("p"), node).Rejections["a"].Reason);
    }

    [Fact]
    public void A_taint_keeps_off_whom_it_is_not_borne_by()
    {
        var node = Node("a") is var plain ? plain.With(plain.Node with { Spec = plain.Node.Spec with { Taints = [new Taint { Key = "k", Value = "v", Effect = "NoSchedule" }] } }) : plain;
        Assert.Equal("node(s) had untolerated taint {k: v}", Decide(Pod("p"), node).Rejections["a"].Reason);
        var bearing = Pod("p") is var pod ? pod with { Spec = pod.Spec with { Tolerations = [new Toleration { Key = "k", Operator = "Exists" }] } } : pod;
        Assert.Equal("a", Decide(bearing, node).NodeName);
    }

    [Fact]
    public void A_cordoned_node_takes_nothing()
    {
        var node = Node("a") is var plain ? plain.With(plain.Node with { Spec = plain.Node.Spec with { Unschedulable = true } }) : plain;
        Assert.Equal("node(s) were unschedulable", Decide(Pod("p"), node).Rejections["a"].Reason);
    }

    [Theory]
    [InlineData("In", "ssd", "fast")]
    [InlineData("NotIn", "ssd", "slow")]
    [InlineData("DoesNotExist", null, "plain")]
    public void Node_affinity_chooses_by_labels(string operation, string? value, string expected)
    {
        var requirement = new NodeSelectorRequirement { Key = "disk", Operator = operation, Values = value is null ? [] : [value] };
        var required = new NodeSelector { NodeSelectorTerms = [new NodeSelectorTerm { MatchExpressions = operation == "NotIn" ? [requirement, new NodeSelectorRequirement { Key = "disk", Operator = "Exists" }] : [requirement] }] };
        var pod = Pod("p") is var p ? p with { Spec = p.Spec with { Affinity = new Affinity { NodeAffinity = new NodeAffinity { RequiredDuringSchedulingIgnoredDuringExecution = required } } } } : p;
        Assert.Equal(expected, Decide(pod, Node("fast", labels: ("disk", "ssd")), Node("slow", labels: ("disk", "hdd")), Node("plain")).NodeName);
    }

    [Fact]
    public void A_host_port_is_given_once()
    {
        var pod = Pod("p") is var p ? p with { Spec = p.Spec with { Containers = [p.Spec.Containers[0] with { Ports = [new ContainerPort { ContainerPortValue = 80, HostPort = 8080 }] }] } } : p;
        var taken = Node("a").With(new PodState(pod with { Metadata = pod.Metadata with { Uid = "other" } }));
        Assert.Equal("b", Decide(pod, taken, Node("b")).NodeName);
    }

    [Fact]
    public void Pods_that_shun_each_other_part()
    {
        var pod = Pod("p", labels: ("app", "db")) is var p ? p with { Spec = p.Spec with { Affinity = new Affinity { PodAntiAffinity = new PodAntiAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [new PodAffinityTerm { TopologyKey = "kubernetes.io/hostname", LabelSelector = new LabelSelector { MatchLabels = ApiMap.Of(("app", "db")) } }] } } } } : p;
        var first = Node("a", labels: ("kubernetes.io/hostname", "a")).With(new PodState(pod with { Metadata = pod.Metadata with { Uid = "1" } }));
        var second = Node("b", labels: ("kubernetes.io/hostname", "b"));
        Assert.Equal("b", Decide(pod, first, second).NodeName);
        Assert.Equal("", Decide(pod, first, second.With(new PodState(pod with { Metadata = pod.Metadata with { Uid = "2" } }))).NodeName);
    }

    [Fact]
    public void A_pod_that_wants_its_own_kind_near_may_be_the_first()
    {
        var pod = Pod("p", labels: ("app", "web")) is var p ? p with { Spec = p.Spec with { Affinity = new Affinity { PodAffinity = new PodAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [new PodAffinityTerm { TopologyKey = "zone", LabelSelector = new LabelSelector { MatchLabels = ApiMap.Of(("app", "web")) } }] } } } } : p;
        Assert.Equal("a", Decide(pod, Node("a", labels: ("zone", "z"))).NodeName);
        var there = Node("b", labels: ("zone", "y")).With(new PodState(pod with { Metadata = pod.Metadata with { Uid = "1" } }));
        Assert.Equal("b", Decide(pod, Node("a", labels: ("zone", "z")), there).NodeName);
    }

    [Fact]
    public void A_hard_spread_keeps_the_skew()
    {
        var pod = Pod("p", labels: ("app", "web")) is var p ? p with { Spec = p.Spec with { TopologySpreadConstraints = [new TopologySpreadConstraint { MaxSkew = 1, TopologyKey = "zone", WhenUnsatisfiable = "DoNotSchedule", LabelSelector = new LabelSelector { MatchLabels = ApiMap.Of(("app", "web")) } }] } } : p;
        var crowded = Node("a", labels: ("zone", "y")).With(new PodState(pod with { Metadata = pod.Metadata with { Uid = "1" } }));
        Assert.Equal("b", Decide(pod, crowded, Node("b", labels: ("zone", "z"))).NodeName);
    }

    [Fact]
    public void The_emptier_node_is_preferred() =>
        Assert.Equal("b", Decide(Pod("p", cpu: "1"), Node("a", cpu: "8").With(new PodState(Pod("x", cpu: "4"))), Node("b", cpu: "8")).NodeName);

    [Fact]
    public void Pods_of_lower_priority_make_room_and_no_more_than_needed()
    {
        var node = Node("a", cpu: "4").With(new PodState(Pod("low", cpu: "2", priority: 1))).With(new PodState(Pod("mid", cpu: "2", priority: 5)));
        var pod = new PodState(Pod("high", cpu: "2", priority: 10));
        var cluster = Cluster(node);
        var plan = Preemptor.Plan(pod, cluster, Planner.Decide(pod, cluster, Profile.Default, 0), Profile.Default);
        Assert.Equal("low", Assert.Single(plan!.Value.Victims).Pod.Metadata.Name);
        var humble = new PodState(pod.Pod with { Spec = pod.Pod.Spec with { Priority = 1 } });
        Assert.Null(Preemptor.Plan(humble, cluster, Planner.Decide(humble, cluster, Profile.Default, 0), Profile.Default));
    }

    [Fact]
    public void A_claim_without_a_volume_keeps_the_pod_waiting()
    {
        var pod = Pod("p") is var p ? p with { Spec = p.Spec with { Volumes = [new Volume { Name = "v", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "c" } }] } } : p;
        var cluster = Cluster(Node("a"));
        Assert.Contains("not found", Planner.Decide(new PodState(pod), cluster, Profile.Default, 0).Message);
        cluster = cluster with { Claim = static (_, _) => new PersistentVolumeClaim() };
        Assert.Contains("unbound immediate", Planner.Decide(new PodState(pod), cluster, Profile.Default, 0).Message);
    }

    private static SchedulingDecision Decide(Pod pod, params NodeState[] nodes) => Planner.Decide(new PodState(pod), Cluster(nodes), Profile.Default, 0);

    private static ClusterSnapshot Cluster(params NodeState[] nodes) => new() { Nodes = [.. nodes] };

    private static Pod Pod(string name, string cpu = "", int priority = 0, params (string, string)[] labels) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name, Labels = ApiMap.Of(labels) },
        Spec = new PodSpec { Priority = priority, Containers = [new Container { Name = "c", Image = "i", Resources = new ResourceRequirements { Requests = cpu.Length == 0 ? ApiMap<Quantity>.Empty : ApiMap.Of(("cpu", Quantity.Parse(cpu))) } }] },
    };

    private static NodeState Node(string name, string cpu = "8", string pods = "110", params (string, string)[] labels) => NodeState.Of(new Node
    {
        Metadata = new ObjectMeta { Name = name, Labels = ApiMap.Of(labels) },
        Status = new NodeStatus { Allocatable = ApiMap.Of(("cpu", Quantity.Parse(cpu)), ("memory", Quantity.Parse("16Gi")), ("pods", Quantity.Parse(pods))) },
    });
}

using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Tests.Resources;

public sealed class NodeTopologyTests : IDisposable
{
    private const long Gi = 1L << 30;
    // Two memory nodes, each a socket of two cores of two CPUs: 0 and 1 are one core; 4 GiB each.
    private static readonly CpuPlace[] _cpus = [.. Enumerable.Range(0, 8).Select(static c => new CpuPlace(c, c / 4, c % 4 / 2, c / 4, c / 4))];
    private static readonly MemoryPlace[] _memory = [.. Enumerable.Range(0, 2).Select(static n => new MemoryPlace(n, [.. Enumerable.Range(n * 4, 4)], ImmutableDictionary<string, long>.Empty.Add("memory", 4 * Gi)))];
    private readonly string _folder = Directory.CreateTempSubdirectory("topology-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (NodeTopology Topology, StaticCpus Cpus, StaticMemory Memory) Make(string policy, bool isByPod = false, CpuOptions? options = null)
    {
        var topology = new NodeTopology(policy, isByPod, [0, 1]);
        var cpus = new StaticCpus(_cpus, [], Path.Combine(_folder, "cpu_manager_state"), static () => { }, options, topology.PlaceOf);
        var memory = new StaticMemory(_memory, ImmutableDictionary<(int, string), long>.Empty, Path.Combine(_folder, "memory_manager_state"), topology.PlaceOf);
        topology.Sources = [cpus, memory];
        topology.Take = (pod, container) => { cpus.CpusOf(pod, container); memory.NodesOf(pod, container); };
        topology.GiveBack = uid => { cpus.Release(uid); memory.Release(uid); };
        return (topology, cpus, memory);
    }

    private static Pod Pod(string uid, params (string Cpu, string Memory)[] containers) => new()
    {
        Metadata = new ObjectMeta { Uid = uid, Name = uid },
        Spec = new PodSpec { Containers = [.. containers.Select(static (c, i) => ApiMap.Of(("cpu", Quantity.Parse(c.Cpu)), ("memory", Quantity.Parse(c.Memory))) is var amounts ? new Container { Name = $"c{i}", Resources = new ResourceRequirements { Requests = amounts, Limits = amounts } } : null!)] },
    };

    [Fact]
    public void Hints_prefer_as_few_nodes_as_something_would_ever_take()
    {
        var hints = TopologyHints.For([0, 1], static _ => true, static m => m != 1);
        Assert.Equal([new TopologyHint(2, true), new TopologyHint(3, false)], hints.ToArray());
    }

    [Theory]
    [InlineData("none", 0, true)]
    [InlineData("best-effort", 2, true)]
    [InlineData("restricted", 2, false)]
    [InlineData("single-numa-node", 0, false)]
    public void What_is_near_to_all_is_chosen_and_the_policy_says_whether_that_is_good_enough(string policy, ulong nodes, bool isAdmitted)
    {
        // The first can be had of node 1 or of both, though node 0 alone would do; the second of node 1 only.
        ImmutableArray<TopologyHint>?[] hints = [[new TopologyHint(3, false)], [new TopologyHint(2, true)], null];
        Assert.Equal((nodes, isAdmitted), TopologyHints.Merge(policy, hints, [0, 1]) is var (best, may) ? (best.Nodes, may) : default);
    }

    [Fact]
    public void Cpus_and_memory_of_a_container_come_of_one_node_and_a_pod_that_fits_in_none_is_refused()
    {
        var (topology, cpus, memory) = Make("single-numa-node");
        var first = Pod("first", ("2", "3Gi"));
        Assert.Null(topology.Admit(first));
        Assert.Equal(("0-1", "0"), (cpus.CpusOf(first, first.Spec.Containers[0]), memory.NodesOf(first, first.Spec.Containers[0])));
        // Node 0 has the CPUs, but not the memory.
        var second = Pod("second", ("2", "3Gi"));
        Assert.Null(topology.Admit(second));
        Assert.Equal(("4-5", "1"), (cpus.CpusOf(second, second.Spec.Containers[0]), memory.NodesOf(second, second.Spec.Containers[0])));
        var third = topology.Admit(Pod("third", ("2", "2Gi")));
        Assert.Equal(("TopologyAffinityError", "Resources cannot be allocated with Topology locality"), (third!.Reason, third.Message));
        Assert.Equal("TopologyAffinityError", topology.Admit(Pod("wide", ("6", "1Gi")))!.Reason);
        cpus.Release("first");
        memory.Release("first");
        Assert.Null(topology.Admit(Pod("fourth", ("4", "4Gi"))));
    }

    [Fact]
    public void A_pod_that_is_refused_keeps_nothing_of_what_its_first_containers_had()
    {
        var (topology, cpus, memory) = Make("single-numa-node");
        Assert.NotNull(topology.Admit(Pod("pod", ("2", "1Gi"), ("6", "1Gi"))));
        Assert.True(cpus.Assignments.Own.IsEmpty && memory.Assignments.Own.IsEmpty);
        Assert.Equal(0UL, topology.PlaceOf("pod", "c0"));
    }

    [Fact]
    public void By_pod_all_its_containers_are_on_one_node()
    {
        var (topology, cpus, _) = Make("restricted", isByPod: true);
        Assert.Null(topology.Admit(Pod("before", ("2", "1Gi"))));
        var pod = Pod("pod", ("2", "1Gi"), ("2", "1Gi"));
        Assert.Null(topology.Admit(pod));
        Assert.Equal(("4-5", "6-7"), (cpus.CpusOf(pod, pod.Spec.Containers[0]), cpus.CpusOf(pod, pod.Spec.Containers[1])));
    }

    [Fact]
    public void Memory_of_a_group_of_nodes_is_given_as_that_group_only_and_outlives_the_agent()
    {
        var (_, _, memory) = Make("none");
        string Ask(StaticMemory of, string uid, string amount) => Pod(uid, ("1", amount)) is var pod ? of.NodesOf(pod, pod.Spec.Containers[0]) : "";
        Assert.Equal("0-1", Ask(memory, "large", "6Gi"));
        Assert.Throws<ContainerConfigException>(() => Ask(memory, "small", "3Gi"));
        Assert.Equal("0-1", Ask(memory, "smaller", "2Gi"));
        Assert.Equal("0-1", Ask(Make("none").Memory, "large", "6Gi"));
        memory.Release("large");
        memory.Release("smaller");
        Assert.Equal("0", Ask(memory, "small", "3Gi"));
        Assert.Equal("", memory.NodesOf(new Pod { Metadata = new ObjectMeta { Uid = "best-effort" }, Spec = new PodSpec { Containers = [new Container { Name = "c" }] } }, new Container { Name = "c" }));
    }

    [Fact]
    public void Options_of_the_static_policy_decide_how_cpus_are_chosen()
    {
        static string Ask(StaticCpus of, string cpu) => Pod("pod" + cpu, (cpu, "1Gi")) is var pod ? of.CpusOf(pod, pod.Spec.Containers[0]) : "";
        var refusal = Assert.Throws<ContainerConfigException>(() => Ask(Make("none", options: new CpuOptions(FullCoresOnly: true)).Cpus, "3"));
        Assert.Equal(("SMTAlignmentError", "SMT Alignment Error: requested 3 cpus not multiple cpus per core = 2"), (refusal.Reason, refusal.Message));
        Assert.Equal("0-2,4-6", Ask(Make("none", options: new CpuOptions(IsSpread: true)).Cpus, "6"));
        File.Delete(Path.Combine(_folder, "cpu_manager_state"));
        Assert.Equal("0,2,4", Ask(Make("none", options: new CpuOptions(IsSpreadOverCores: true)).Cpus, "3"));
    }
}

using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Tests.Containers;

public sealed class ResourceConversionTests
{
    private static Container Container(string? cpuRequest, string? cpuLimit, string? memoryRequest, string? memoryLimit) => new()
    {
        Name = "c",
        Resources = new ResourceRequirements { Requests = Map(cpuRequest, memoryRequest), Limits = Map(cpuLimit, memoryLimit) },
    };

    private static ApiMap<Quantity> Map(string? cpu, string? memory)
    {
        var map = ApiMap<Quantity>.Empty;
        if (cpu is not null) { map = map.Set("cpu", Quantity.Parse(cpu)); }
        return memory is null ? map : map.Set("memory", Quantity.Parse(memory));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(100, 102)]
    [InlineData(1000, 1024)]
    [InlineData(1_000_000, 262_144)]
    public void Requests_become_weights_within_the_kernels_bounds(long milli, long shares) => Assert.Equal(shares, ResourceConversion.Shares(milli));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1000)]
    [InlineData(250, 25_000)]
    public void Limits_become_quotas(long milli, long quota) => Assert.Equal(quota, ResourceConversion.Quota(milli));

    [Theory]
    [InlineData(null, null, null, null, "BestEffort", 1000)]
    [InlineData("1", "1", "1Gi", "1Gi", "Guaranteed", -997)]
    [InlineData(null, "1", null, "1Gi", "Guaranteed", -997)]
    [InlineData("100m", null, "512Mi", null, "Burstable", 500)]
    [InlineData("100m", null, null, null, "Burstable", 999)]
    public void Quality_of_service_orders_who_is_killed_first(string? cpuRequest, string? cpuLimit, string? memoryRequest, string? memoryLimit, string quality, int score)
    {
        var container = Container(cpuRequest, cpuLimit, memoryRequest, memoryLimit);
        var pod = PodBench.Pod("Always", container);
        Assert.Equal(quality, QosClass.Of(pod.Spec));
        Assert.Equal(score, ResourceConversion.Of(pod, container, 1L << 30, -1000).OomScoreAdjust);
        Assert.True(ResourceConversion.Of(pod, container, 1L << 30, 0).OomScoreAdjust >= 0);
    }

    [Theory]
    [InlineData(100_000, 50_000, 100_000)]
    [InlineData(10_000, 5000, 10_000)]
    [InlineData(1000, 1000, 1000)]
    [InlineData(0, 0, 100_000)]
    public void A_limit_of_cpu_is_counted_in_the_nodes_period_or_does_not_bind(long period, long quota, long counted)
    {
        var resources = ResourceConversion.InPeriod(new ContainerResources { CpuQuotaMicroseconds = 50_000, CpuPeriodMicroseconds = 100_000 }, new NodeFacts { Name = "n", CpuPeriodMicroseconds = period });
        Assert.Equal((quota, counted), (resources.CpuQuotaMicroseconds, resources.CpuPeriodMicroseconds));
    }

    [Fact]
    public void A_pod_has_its_overhead_on_top_and_its_processes_are_counted()
    {
        var spec = new PodSpec
        {
            Overhead = ApiMap.Of(("cpu", Quantity.Parse("250m")), ("memory", Quantity.Parse("10Mi"))),
            Containers = [new Container { Name = "c", Resources = new ResourceRequirements { Limits = ApiMap.Of(("cpu", Quantity.Parse("1")), ("memory", Quantity.Parse("20Mi"))), Requests = ApiMap.Of(("cpu", Quantity.Parse("1"))) } }],
        };
        var pod = ResourceConversion.OfPod(spec, 4096);
        Assert.Equal((1280, 125_000, 30L << 20, 4096), (pod.CpuShares, pod.CpuQuotaMicroseconds, pod.MemoryLimitBytes, pod.PidsLimit));
        Assert.Equal((256, 25_000, 10L << 20), (ResourceConversion.OfOverhead(spec).CpuShares, ResourceConversion.OfOverhead(spec).CpuQuotaMicroseconds, ResourceConversion.OfOverhead(spec).MemoryLimitBytes));
    }

    [Fact]
    public void On_the_unified_hierarchy_a_container_gets_no_swap_and_dies_as_a_whole()
    {
        var node = new NodeFacts { Name = "n", HasUnifiedCgroups = true };
        var container = new Container { Name = "c", Resources = new ResourceRequirements { Limits = ApiMap.Of(("memory", Quantity.Parse("20Mi"))) } };
        var resources = ResourceConversion.Of(new Pod { Spec = new PodSpec { Containers = [container] } }, container, node);
        Assert.Equal((20L << 20, "1"), (resources.MemorySwapLimitBytes, resources.Unified["memory.oom.group"]));
        Assert.False(resources.Unified.ContainsKey("memory.swap.max"));
    }

    [Fact]
    public void A_container_without_a_limit_of_memory_swaps_nothing_unless_the_node_lets_burstable_pods()
    {
        var node = new NodeFacts { Name = "n", HasUnifiedCgroups = true, HasSwapControl = true, MemoryBytes = 1000L << 20 };
        Container Asking(string? memory) => new() { Name = "c", Resources = memory is null ? ResourceRequirements.Empty : new ResourceRequirements { Requests = ApiMap.Of(("memory", Quantity.Parse(memory))) } };
        string Allowed(Container container, NodeFacts facts) => ResourceConversion.Of(new Pod { Spec = new PodSpec { Containers = [container] } }, container, facts).Unified["memory.swap.max"];
        Assert.Equal("0", Allowed(Asking(null), node));
        Assert.Equal("0", Allowed(Asking("100Mi"), node));
        var limited = node with { SwapBytes = 500L << 20 };
        Assert.Equal("0", Allowed(Asking(null), limited));
        Assert.Equal($"{50L << 20}", Allowed(Asking("100Mi"), limited));
    }
}

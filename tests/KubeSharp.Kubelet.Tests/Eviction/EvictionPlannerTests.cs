using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Eviction;
using KubeSharp.Kubelet.Tests.Admission;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Tests.Eviction;

public sealed class EvictionPlannerTests
{
    private const long Mi = 1 << 20;
    private static readonly EvictionSignals _plenty = new(1000 * Mi, 2000 * Mi, 900 * Mi, 1000 * Mi, 900, 1000, 900, 1000);

    private static EvictionPlan Plan(EvictionSignals signals, IReadOnlyList<PodUse> pods) => EvictionPlanner.Plan(signals, [.. EvictionThreshold.Defaults.Where(t => t.IsCrossed(signals))], pods);

    [Fact]
    public void Where_all_is_there_nobody_goes()
    {
        var plan = Plan(_plenty, [new PodUse(PodAdmissionTests.Pod("a", null), 100 * Mi, 0)]);
        Assert.Empty(plan.Pressures);
        Assert.Empty(plan.Evictions);
        Assert.Equal("", plan.Wanted);
    }

    [Theory]
    [InlineData(99, false, true)]
    [InlineData(100, false, false)]
    [InlineData(149, true, true)]
    [InlineData(150, true, false)]
    public void What_was_crossed_stays_so_until_more_is_there_again(long availableMebibytes, bool wasCrossed, bool expected) =>
        Assert.Equal(expected, new EvictionThreshold("memory.available", "100Mi") { Reclaim = "50Mi" }.IsCrossed(_plenty with { MemoryAvailable = availableMebibytes * Mi }, wasCrossed));

    [Fact]
    public void Without_memory_the_one_goes_that_is_most_above_its_request_of_the_lowest_priority()
    {
        PodUse[] pods =
        [
            new(PodAdmissionTests.Pod("modest", null), 10 * Mi, 0), new(PodAdmissionTests.Pod("greedy", null), 500 * Mi, 0),
            new(PodAdmissionTests.Pod("important", null, 100), 900 * Mi, 0), new(PodAdmissionTests.Pod("critical", null, 2_000_000_000), 990 * Mi, 0),
        ];
        var plan = Plan(_plenty with { MemoryAvailable = 50 * Mi }, pods);
        Assert.Equal(("MemoryPressure", "memory"), (Assert.Single(plan.Pressures), plan.Wanted));
        var (pod, message, signal) = Assert.Single(plan.Evictions);
        Assert.Equal(("greedy", "memory.available"), (pod.Metadata.Name, signal));
        Assert.StartsWith("The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. Container c was using 500Mi, request is 0", message);
    }

    [Fact]
    public void A_share_of_the_disk_is_a_threshold_too()
    {
        var plan = Plan(_plenty with { DiskAvailable = 90 * Mi }, [new PodUse(PodAdmissionTests.Pod("a", null), 0, 5 * Mi)]);
        Assert.Equal("DiskPressure", Assert.Single(plan.Pressures));
        Assert.Single(plan.Evictions);
    }

    [Fact]
    public void A_volume_above_its_limit_ends_its_pod_whatever_the_node_has()
    {
        var pod = PodAdmissionTests.Pod("a", null);
        pod = pod with { Spec = pod.Spec with { Volumes = [new Volume { Name = "v", EmptyDir = new EmptyDirVolumeSource { SizeLimit = Quantity.Parse("1Mi") } }] } };
        var use = new PodUse(pod, 0, 2 * Mi) { EmptyDirBytes = new Dictionary<string, long> { ["v"] = 2 * Mi } };
        Assert.Equal("Usage of EmptyDir volume \"v\" exceeds the limit \"1Mi\". ", Assert.Single(Plan(_plenty, [use]).Evictions).Message);
    }

    [Fact]
    public void A_container_above_its_limit_of_storage_ends_its_pod()
    {
        var pod = PodAdmissionTests.Pod("a", null);
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = new ResourceRequirements { Limits = ApiMap.Of(("ephemeral-storage", Quantity.Parse("1Mi"))) } }] } };
        var use = new PodUse(pod, 0, 2 * Mi) { ContainerDiskBytes = new Dictionary<string, long> { ["c"] = 2 * Mi } };
        Assert.Equal((pod, "Container c exceeded its local ephemeral storage limit \"1Mi\". ", "ephemeralcontainerfs.limit"), Assert.Single(Plan(_plenty, [use]).Evictions));
    }
}

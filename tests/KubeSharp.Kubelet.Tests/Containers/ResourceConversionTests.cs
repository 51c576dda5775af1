using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
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
}

using KubeSharp.Kubelet.Eviction;

namespace KubeSharp.Kubelet.Tests.Eviction;

public sealed class SoftThresholdsTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    private static EvictionSignals Memory(long available) => new(available, 1000, 100, 100, 100, 100, 100, 100);

    [Fact]
    public void A_threshold_counts_when_it_was_crossed_without_a_break_for_its_time()
    {
        var soft = new SoftThresholds([new EvictionThreshold("memory.available", "500") { GraceSeconds = 90 }]);
        Assert.Empty(soft.Due(Memory(400), _now));
        Assert.Empty(soft.Due(Memory(400), _now.AddSeconds(80)));
        Assert.Empty(soft.Due(Memory(600), _now.AddSeconds(85)));
        Assert.Empty(soft.Due(Memory(400), _now.AddSeconds(90)));
        Assert.Empty(soft.Due(Memory(400), _now.AddSeconds(170)));
        Assert.Single(soft.Due(Memory(400), _now.AddSeconds(180)));
    }
}

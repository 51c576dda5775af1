using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Tests.Kit;

namespace KubeSharp.Kubelet.Tests.Images;

public sealed class PullRateTests
{
    [Fact]
    public void Some_begin_at_once_and_then_so_many_a_second()
    {
        var clock = new TestClock();
        var rate = new PullRate(2, 3, clock);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => rate.TryTake()));
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => rate.TryTake()));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => rate.TryTake()));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(new PullRate(0, 0, clock).TryTake()));
    }
}

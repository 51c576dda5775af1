using KubeSharp.Machinery.Rates;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Machinery.Tests.Rates;

public sealed class TokenBucketsTests
{
    [Fact]
    public void Some_are_had_at_once_and_then_so_many_a_second()
    {
        var clock = new FakeTimeProvider();
        var buckets = new TokenBuckets(2, 3, 1, clock);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => buckets.TryTake("")));
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => buckets.TryTake("")));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => buckets.TryTake("")));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(new TokenBuckets(0, 0, 1, clock).TryTake("")));
    }
}

using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Tests.Kit;

namespace KubeSharp.Kubelet.Tests.Serving;

public sealed class NodeHealthTests
{
    [Fact]
    public void An_agent_that_does_not_look_after_its_pods_for_two_minutes_is_not_well()
    {
        var clock = new TestClock();
        DateTimeOffset last = default;
        var health = new NodeHealth(() => last, clock);
        Assert.Equal((200, "ok"), health.Answer("/healthz"));
        clock.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal((500, "[+]ping ok\n[+]log ok\n[-]syncloop failed: reason withheld\nhealthz check failed\n"), health.Answer("/healthz"));
        Assert.Equal((200, "ok"), health.Answer("/healthz/ping"));
        Assert.Equal(500, health.Answer("/healthz/syncloop").Code);
        last = clock.GetUtcNow();
        Assert.Equal((200, "ok"), health.Answer("/healthz/syncloop"));
        Assert.Equal((200, "[+]ping ok\n[+]log ok\n[+]syncloop ok\nhealthz check passed\n"), health.Answer("/healthz", isVerbose: true));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/healthz/other")]
    public void Nothing_else_is_told(string path) => Assert.Equal(404, new NodeHealth(static () => default, TimeProvider.System).Answer(path).Code);
}

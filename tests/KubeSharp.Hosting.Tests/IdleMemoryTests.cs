using KubeSharp.Hosting.Processes;

namespace KubeSharp.Hosting.Tests;

public sealed class IdleMemoryTests
{
    [Theory]
    [InlineData(80, 1000, 0.2, true)]
    [InlineData(80, 1000, 5, false)]
    [InlineData(80, 110, 0.2, false)]
    [InlineData(1000, 1400, 0.2, false)]
    [InlineData(1000, 1600, 0.2, true)]
    public void Memory_is_given_back_when_much_was_taken_and_nothing_is_done(long heldMegabytes, long holdsMegabytes, double usedSeconds, bool isDue) =>
        Assert.Equal(isDue, IdleMemory.IsDue(heldMegabytes << 20, holdsMegabytes << 20, TimeSpan.FromSeconds(usedSeconds)));
}

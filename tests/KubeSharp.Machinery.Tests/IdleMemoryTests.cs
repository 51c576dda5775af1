using KubeSharp.Machinery.Processes;

namespace KubeSharp.Machinery.Tests;

public class IdleMemoryTests
{
    [Fact]
    public void Pages_of_files_that_nobody_wrote_to_are_let_go_and_written_ones_only_offered()
    {
        const string Smaps = """
            00400000-00401000 r--p 00000000 fe:00 1                      /bin/program
            Rss:                   4 kB
            Anonymous:             0 kB
            00401000-00500000 r-xp 00001000 fe:00 1                      /bin/program
            Anonymous:             0 kB
            00500000-00501000 r--p 00100000 fe:00 1                      /bin/program
            Anonymous:             4 kB
            00501000-00502000 rw-p 00101000 fe:00 1                      /bin/program
            Anonymous:             4 kB
            7f00-8f00 rw-p 00000000 00:00 0
            Anonymous:             4 kB
            9f00-af00 rw-s 00000000 00:00 7                              /dev/shm/shared
            Anonymous:             0 kB
            bf00-cf00 rw-p 00000000 00:00 0                              [heap]
            Anonymous:             4 kB
            """;
        Assert.Equal([(0x400000UL, 0x1000UL, false), (0x401000UL, 0xff000UL, false), (0x501000UL, 0x1000UL, true)], IdleMemory.FilePages(Smaps));
    }

    [Theory]
    [InlineData(80, 1000, 0.2, true)]
    [InlineData(80, 1000, 5, false)]
    [InlineData(80, 110, 0.2, false)]
    [InlineData(1000, 1400, 0.2, false)]
    [InlineData(30, 45, 0.2, false)]
    [InlineData(30, 50, 0.2, true)]
    [InlineData(1000, 1600, 0.2, true)]
    public void Memory_is_given_back_when_much_was_taken_and_nothing_is_done(long heldMegabytes, long holdsMegabytes, double usedSeconds, bool isDue) =>
        Assert.Equal(isDue, IdleMemory.IsDue(heldMegabytes << 20, holdsMegabytes << 20, TimeSpan.FromSeconds(usedSeconds)));
}

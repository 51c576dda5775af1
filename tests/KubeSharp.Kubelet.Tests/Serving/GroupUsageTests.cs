using KubeSharp.Kubelet.Serving;

namespace KubeSharp.Kubelet.Tests.Serving;

public sealed class GroupUsageTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("groups-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, file))!);
        File.WriteAllText(Path.Combine(_root, file), text);
    }

    [Fact]
    public void A_group_of_the_unified_hierarchy_tells_its_processors_memory_threads_and_disks()
    {
        Write("cgroup.controllers", "cpu memory");
        Write("pods/a/cpu.stat", "usage_usec 3000000\nuser_usec 1500000\nsystem_usec 500000\nnr_periods 10\nnr_throttled 4\nthrottled_usec 250000\n");
        Write("pods/a/memory.stat", "anon 1\nfile 4096\nfile_mapped 1024\npgfault 7\npgmajfault 2\n");
        Write("pods/a/memory.events", "low 0\nhigh 0\nmax 3\noom 0\n");
        Write("pods/a/pids.current", "5\n");
        Write("pods/a/pids.max", "max\n");
        Write("pods/a/cgroup.procs", "11\n12\n");
        Write("pods/a/io.stat", "8:0 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=0 dios=0\n");
        var usage = GroupUsage.Read(_root, "/pods/a")!;
        Assert.Equal((1.5, 0.5, 10L, 4L, 0.25), (usage.UserSeconds, usage.SystemSeconds, usage.Periods, usage.ThrottledPeriods, usage.ThrottledSeconds));
        Assert.Equal((4096L, 1024L, 3L, 5L, null), (usage.CacheBytes, usage.MappedBytes, usage.LimitHits, usage.Threads, usage.ThreadsMax));
        Assert.Equal([11, 12], usage.Processes);
        Assert.Equal(new GroupUsage.DeviceUse(10, 20, 1, 2), usage.Devices["8:0"]);
    }

    [Fact]
    public void So_does_one_of_the_divided_hierarchies()
    {
        Write("cpu/pods/a/cpu.stat", "nr_periods 10\nnr_throttled 4\nthrottled_time 250000000\n");
        Write("cpuacct/pods/a/cpuacct.stat", "user 150\nsystem 50\n");
        Write("memory/pods/a/memory.stat", "cache 1\ntotal_cache 4096\ntotal_mapped_file 1024\n");
        Write("memory/pods/a/memory.failcnt", "3\n");
        Write("memory/pods/a/cgroup.procs", "11\n");
        Write("pids/pods/a/pids.max", "100\n");
        Write("blkio/pods/a/blkio.throttle.io_service_bytes", "8:0 Read 10\n8:0 Write 20\n8:0 Total 30\nTotal 30\n");
        Write("blkio/pods/a/blkio.throttle.io_serviced", "8:0 Read 1\n8:0 Write 2\nTotal 3\n");
        var usage = GroupUsage.Read(_root, "/pods/a")!;
        Assert.Equal((1.5, 0.5, 10L, 4L, 0.25), (usage.UserSeconds, usage.SystemSeconds, usage.Periods, usage.ThrottledPeriods, usage.ThrottledSeconds));
        Assert.Equal((4096L, 1024L, 3L, null, 100L), (usage.CacheBytes, usage.MappedBytes, usage.LimitHits, usage.Threads, usage.ThreadsMax));
        Assert.Equal(new GroupUsage.DeviceUse(10, 20, 1, 2), usage.Devices["8:0"]);
        Assert.Null(GroupUsage.Read(_root, "/pods/gone"));
    }

    [Fact]
    public void Interfaces_are_told_but_for_the_loop()
    {
        var use = Assert.Single(NetworkUse.Parse(["Inter-|", " face |", "    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0", "veth12: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0", "  eth0: 100 2 3 4 0 0 0 0 500 6 7 8 0 0 0 0"]));
        Assert.Equal("eth0", use.Interface);
        Assert.Equal([100, 2, 3, 4, 500, 6, 7, 8], use.Numbers);
    }
}

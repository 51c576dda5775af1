using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Tests.Runtime;

public sealed class MemoryKillsTests : IDisposable
{
    private readonly string _log = Path.GetTempFileName();

    public void Dispose() => File.Delete(_log);

    [Theory]
    [InlineData("6,339,5140900,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=abc,mems_allowed=0,oom_memcg=/kubepods/pod1,task_memcg=/kubepods/pod1/abc,task=tail,pid=7,uid=0", true)]
    [InlineData("6,339,5140900,-;oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/kubepods.slice/pod1.slice/cri-containerd-abc.scope,task=tail,pid=7,uid=0", true)]
    [InlineData("6,339,5140900,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=abc,mems_allowed=0,oom_memcg=/kubepods/pod1,task_memcg=/kubepods/pod1/xyz,task=abc,pid=7,uid=0", false)]
    [InlineData("14,339,5140900,-;oom-kill:constraint=CONSTRAINT_MEMCG,task_memcg=/kubepods/pod1/abc,task=tail,pid=7,uid=0", false)]
    [InlineData("6,339,5140900,-;a device,task_memcg=/kubepods/pod1/abc,task=tail", false)]
    public void A_kill_counts_for_the_container_in_whose_group_the_process_was(string record, bool expected)
    {
        using var kills = new MemoryKills(_log);
        Assert.Equal(0, kills.Count("abc"));
        File.AppendAllText(_log, $"5,338,5140100,-;eth0: up\n{record}\n SUBSYSTEM=mem\n");
        Assert.Equal(expected ? 1 : 0, kills.Count("abc"));
        Assert.Equal(expected ? 1 : 0, kills.Count("abc"));
    }

    [Fact]
    public void A_process_of_no_group_is_the_systems_and_told_once()
    {
        using var kills = new MemoryKills(_log);
        File.AppendAllText(_log, "6,339,5140900,-;oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=stress,pid=4711,uid=0\n"
            + "6,340,5140901,-;oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=/kubepods/pod1,task_memcg=/kubepods/pod1/abc,task=tail,pid=7,uid=0\n");
        Assert.Equal([new SystemKill("stress", "4711")], kills.TakeSystem());
        Assert.Empty(kills.TakeSystem());
        Assert.Equal(1, kills.Count("abc"));
    }

    [Fact]
    public void Without_a_log_nothing_is_known()
    {
        using var kills = new MemoryKills("/nowhere/kmsg");
        Assert.Equal(0, kills.Count("abc"));
    }
}

using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Tests.PodLifecycle;

/// <summary>What becomes of a pod when its machine is in trouble.</summary>
public sealed class PodDisasterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pod_whose_machine_started_anew_runs_again_and_counts_it_as_a_restart(bool runtimeForgets)
    {
        await using var bench = new PodBench(PodBench.Pod());
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
        bench.Runtime.Lose(runtimeForgets);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.ContainerStatuses is [{ RestartCount: 1, State.Running: not null, Ready: true }], "the second run");
        Assert.Equal(("Running", 2), (bench.Status.Phase, bench.Runtime.Calls.Count(static c => c == "run-sandbox")));
    }

    [Fact]
    public async Task The_count_of_restarts_survives_a_sandbox_that_cannot_be_made_at_once()
    {
        await using var bench = new PodBench(PodBench.Pod());
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
        for (var restarts = 1; restarts <= 2; restarts++)
        {
            bench.Runtime.SandboxFault = "cni plugin not initialized";
            bench.Runtime.Lose(forgets: true);
            bench.Worker.Wake();
            await bench.UntilAsync(() => bench.Status.ContainerStatuses is [{ State.Waiting: not null, LastState.Terminated.Reason: "ContainerStatusUnknown" } waiting] && waiting.RestartCount == restarts, "the wait");
            bench.Runtime.SandboxFault = null;
            bench.Clock.Advance(TimeSpan.FromSeconds(30));
            bench.Worker.Wake();
            await bench.UntilAsync(() => bench.Status.ContainerStatuses is [{ State.Running: not null } running] && running.RestartCount == restarts, "the next run");
        }
    }

    [Fact]
    public async Task A_pod_whose_node_has_no_network_yet_waits_and_says_so()
    {
        var isReady = false;
        await using var bench = new PodBench(PodBench.Pod(), node => node with { IsNetworkReady = isReady });
        bench.Start();
        for (var i = 0; i < 200 && bench.Events.Count == 0; i++)
        {
            bench.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5);
        }
        Assert.Contains(bench.Events, static e => e.Contains("NetworkNotReady", StringComparison.Ordinal));
        Assert.DoesNotContain("run-sandbox", bench.Runtime.Calls);
        isReady = true;
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
    }

    [Fact]
    public async Task A_pod_that_is_to_run_once_is_not_run_again_after_a_start_of_the_machine()
    {
        await using var bench = new PodBench(PodBench.Pod("Never"));
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
        bench.Runtime.Lose(forgets: false);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.Phase == "Failed", "the failure");
        Assert.Single(bench.Runtime.Calls, static c => c == "run-sandbox");
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_keep_a_container_from_its_restart()
    {
        await using var bench = new PodBench(PodBench.Pod());
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
        bench.Runtime.Exit("web", 1);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.ContainerStatuses[0].RestartCount == 1, "the first restart");
        bench.Runtime.Exit("web", 1);
        bench.Clock.Advance(TimeSpan.FromHours(-2));
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.ContainerStatuses[0].RestartCount == 2, "the second restart");
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_leaves_a_running_container_alone()
    {
        await using var bench = new PodBench(PodBench.Pod());
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
        bench.Clock.Advance(TimeSpan.FromDays(400));
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.ContainerStatuses[0].State.Running is not null, "the container");
        Assert.Equal(["run-sandbox", "start web"], bench.Runtime.Calls);
    }

    [Fact]
    public async Task A_full_disk_is_told_of_and_the_pod_starts_when_there_is_room_again()
    {
        var pod = PodBench.Pod();
        pod = pod with
        {
            Metadata = pod.Metadata with { Annotations = ApiMap.Of(("large", new string('x', 200_000))) },
            Spec = pod.Spec with { Volumes = [new Volume { Name = "v", DownwardAPI = new DownwardAPIVolumeSource { Items = [new DownwardAPIVolumeFile { Path = "a", FieldRef = new ObjectFieldSelector { FieldPath = "metadata.annotations" } }] } }] },
        };
        await using var bench = new PodBench(pod);
        LinuxFiles.MountMemory(bench.Folder, "size=256k");
        try
        {
            var filler = Path.Combine(bench.Folder, "filler");
            await File.WriteAllBytesAsync(filler, new byte[128 << 10]);
            bench.Start();
            await bench.UntilAsync(() => bench.Events.Contains("FailedMount"), "the event");
            Assert.Equal(("Pending", "ContainerCreating"), (bench.Status.Phase, bench.Status.ContainerStatuses[0].State.Waiting!.Reason));
            File.Delete(filler);
            await bench.UntilAsync(() => { bench.Clock.Advance(TimeSpan.FromSeconds(1)); return bench.Status.Phase == "Running"; }, "the start");
            bench.Worker.Remove();
            await bench.Running;
        }
        finally { LinuxFiles.Unmount(bench.Folder); }
    }

    [Fact]
    public async Task A_probe_that_hangs_in_the_runtime_has_failed_when_its_time_is_up()
    {
        using var prober = new Prober(new FakeRuntime(TimeProvider.System));
        var probe = new Probe { TimeoutSeconds = 1, Exec = new ExecAction { Command = ["hang"] } };
        var outcome = await prober.ProbeAsync(probe, new Container { Name = "web" }, new ContainerActual("c", "s", "web", 0, ContainerPhase.Running), "", CancellationToken.None);
        Assert.False(outcome.Succeeded);
        Assert.Contains("deadline exceeded", outcome.Output, StringComparison.Ordinal);
    }
}

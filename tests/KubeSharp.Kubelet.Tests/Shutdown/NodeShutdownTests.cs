using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Shutdown;
using KubeSharp.Kubelet.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Kubelet.Tests.Shutdown;

public sealed class NodeShutdownTests
{
    private static readonly ImmutableArray<ShutdownGroup> _groups = [new(0, 20), new(1000, 10)];

    private static Pod Pod(string name, int priority) => PodBench.Pod("Always", new Container { Name = name, Image = "web:1" }) is var pod
        ? pod with { Metadata = pod.Metadata with { Name = name, Uid = name }, Spec = pod.Spec with { Priority = priority } } : pod;

    [Fact]
    public void A_pod_ends_with_the_highest_group_that_its_priority_reaches_and_those_below_all_with_the_first()
    {
        var sorted = ShutdownGroups.Sort([Pod("a", -5), Pod("b", 999), Pod("c", 1000), Pod("d", 2_000_000_000)], _groups).Select(static g => (g.Group.PriorityMin, string.Join(',', g.Pods.Select(static p => p.Metadata.Name))));
        Assert.Equal([(0, "a,b"), (1000, "c,d")], sorted);
    }

    [Fact]
    public async Task Pods_end_group_after_group_with_a_grace_that_fits_and_no_pod_is_taken_any_more()
    {
        await using var bench = new PodBench(Pod("unused", 0));
        using var stop = new CancellationTokenSource();
        NodeShutdown? shutdown = null;
        var workers = new PodWorkers(bench.Services with { Load = () => new() { IsShuttingDown = shutdown!.IsGoingOn } });
        var told = 0;
        shutdown = new NodeShutdown(_groups, workers, () => told++, bench.Clock, NullLogger.Instance);
        workers.Begin(stop.Token);
        foreach (var pod in (Pod[])[Pod("critical", 2000), Pod("plain", 0)]) { workers.Want(pod); }
        await bench.UntilAsync(() => workers.All.All(static w => w.Actual.AnyRunning), "both pods");
        var running = shutdown.RunAsync(CancellationToken.None);
        await bench.UntilAsync(() => { bench.Clock.Advance(TimeSpan.FromMilliseconds(100)); return running.IsCompleted; }, "the end of the shutdown");
        Assert.Equal(["stop plain 20", "stop critical 10"], bench.Runtime.Calls.Where(static c => c.StartsWith("stop ", StringComparison.Ordinal)));
        Assert.Equal(("Failed", "Terminated", "TerminationByKubelet"), (workers.Find("ns", "plain")!.Pod.Status.Phase, workers.Find("ns", "plain")!.Pod.Status.Reason, workers.Find("ns", "plain")!.Pod.Status.Conditions.First(static c => c.Type == "DisruptionTarget").Reason));
        workers.Want(Pod("late", 0));
        await bench.UntilAsync(() => workers.Find("ns", "late")!.Pod.Status.Reason == "NodeShutdown", "the refusal of a late pod");
        Assert.Equal(1, told);
        await stop.CancelAsync();
        await workers.DrainAsync();
    }

    [Fact]
    public async Task A_pod_that_does_not_end_takes_no_more_than_the_time_of_its_group()
    {
        await using var bench = new PodBench(Pod("unused", 0));
        using var stop = new CancellationTokenSource();
        bench.Runtime.OnStop = static (name, _, cancellation) => name == "stuck" ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask;
        var workers = new PodWorkers(bench.Services);
        var shutdown = new NodeShutdown(_groups, workers, static () => { }, bench.Clock, NullLogger.Instance);
        workers.Begin(stop.Token);
        foreach (var pod in (Pod[])[Pod("stuck", 0), Pod("critical", 2000)]) { workers.Want(pod); }
        await bench.UntilAsync(() => workers.All.All(static w => w.Actual.AnyRunning), "both pods");
        var began = bench.Clock.GetUtcNow();
        var running = shutdown.RunAsync(CancellationToken.None);
        await bench.UntilAsync(() => { bench.Clock.Advance(TimeSpan.FromMilliseconds(100)); return running.IsCompleted; }, "the end of the shutdown");
        Assert.InRange(bench.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(32));
        Assert.Contains("stop critical 10", bench.Runtime.Calls);
        await stop.CancelAsync();
        await workers.DrainAsync();
    }

    [Theory]
    [InlineData("{\"type\":\"signal\",\"member\":\"PrepareForShutdown\",\"payload\":{\"type\":\"b\",\"data\":[true]}}", true)]
    [InlineData("{\"type\":\"signal\",\"member\":\"PrepareForShutdown\",\"payload\":{\"type\":\"b\",\"data\":[false]}}", false)]
    [InlineData("{\"type\":\"signal\",\"member\":\"SessionNew\",\"payload\":{\"type\":\"so\",\"data\":[\"1\",\"/x\"]}}", null)]
    [InlineData("Monitoring bus message stream.", null)]
    public void A_line_of_the_system_bus_says_whether_a_shutdown_begins(string line, bool? begins) => Assert.Equal(begins, ShutdownInhibitor.IsShutdown(line));

    [Fact]
    public async Task The_machines_lock_is_held_until_the_pods_have_ended_and_logind_is_told_how_long_that_may_take()
    {
        var folder = Directory.CreateTempSubdirectory("inhibitor-tests").FullName;
        await using var bench = new PodBench(Pod("unused", 0));
        using var stop = new CancellationTokenSource();
        var workers = new PodWorkers(bench.Services);
        workers.Begin(stop.Token);
        workers.Want(Pod("plain", 0));
        await bench.UntilAsync(() => workers.All.All(static w => w.Actual.AnyRunning), "the pod");
        Script("busctl", $"if [ \"$1\" = get-property ]; then echo 't 5000000'; else while [ ! -e {folder}/go ]; do sleep 0.01; done; echo '{{\"member\":\"PrepareForShutdown\",\"payload\":{{\"data\":[true]}}}}'; exec sleep 60; fi");
        Script("systemctl", $"echo $@ > {folder}/reloaded");
        Script("systemd-inhibit", $"touch {folder}/held; cat; mv {folder}/held {folder}/released");
        var inhibitor = new ShutdownInhibitor(TimeSpan.FromSeconds(30), new NodeShutdown(_groups, workers, static () => { }, bench.Clock, NullLogger.Instance), Path.Combine(folder, "logind"), folder, NullLogger.Instance).RunAsync(stop.Token);
        await bench.UntilAsync(() => File.Exists(Path.Combine(folder, "held")), "the lock");
        Assert.Contains("InhibitDelayMaxSec=30", await File.ReadAllTextAsync(Path.Combine(folder, "logind", "99-kubelet.conf")), StringComparison.Ordinal);
        Assert.Equal("reload-or-restart systemd-logind.service\n", await File.ReadAllTextAsync(Path.Combine(folder, "reloaded")));
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "");
        await bench.UntilAsync(() => { bench.Clock.Advance(TimeSpan.FromMilliseconds(100)); return File.Exists(Path.Combine(folder, "released")); }, "the end of the lock");
        Assert.Contains("stop plain 20", bench.Runtime.Calls);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inhibitor);
        await workers.DrainAsync();
        Directory.Delete(folder, recursive: true);

        void Script(string name, string body)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
            File.SetUnixFileMode(path, (UnixFileMode)0x1ED); // 0755
        }
    }
}

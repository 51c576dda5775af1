using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Tests.Kit;

namespace KubeSharp.Kubelet.Tests.PodLifecycle;

public sealed class PodWorkerTests
{
    [Fact]
    public async Task A_pod_runs_and_says_so()
    {
        await using var bench = new PodBench(PodBench.Pod());
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the phase Running");
        Assert.Equal(["run-sandbox", "start web"], bench.Runtime.Calls);
        Assert.Equal(["Pulled", "Created", "Started"], bench.Events);
        Assert.Equal("10.0.0.1", bench.Status.PodIP);
        Assert.Equal("192.0.2.7", bench.Status.HostIP);
        Assert.True(bench.Status.ContainerStatuses[0] is { Ready: true, Started: true, RestartCount: 0 });
        Assert.Equal("True", bench.Status.Conditions.First(static c => c.Type == "Ready").Status);
    }

    [Fact]
    public async Task All_containers_begin_anew_in_the_same_sandbox_where_an_exit_says_so()
    {
        var rules = new ContainerRestartRule { Action = "RestartAllContainers", ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = "In", Values = [42] } };
        var pod = PodBench.Pod("Never", new Container { Name = "web", Image = "web:1", RestartPolicyRules = [rules] }, new Container { Name = "other", Image = "web:1" });
        pod = pod with { Spec = pod.Spec with { InitContainers = [new Container { Name = "init", Image = "init:1" }] } };
        await using var bench = new PodBench(pod);
        bench.Start();
        await bench.UntilAsync(() => bench.Runtime.Exists("init"), "the init container");
        bench.Runtime.Exit("init", 0);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the phase Running");
        bench.Runtime.Exit("web", 42);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Runtime.Calls.Count(static c => c == "start init") == 2, "the second run of the init container");
        bench.Runtime.Exit("init", 0);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.ContainerStatuses is [{ RestartCount: 1, State.Running: not null }, { RestartCount: 1, State.Running: not null }], "both containers' second run");
        Assert.Equal("Running", bench.Status.Phase);
        Assert.Single(bench.Runtime.Calls, static c => c == "run-sandbox");
    }

    [Fact]
    public async Task A_container_that_ends_is_started_at_once_the_first_time_and_after_ten_seconds_the_second()
    {
        await using var bench = new PodBench(PodBench.Pod());
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the first start");
        bench.Runtime.Exit("web", 1);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.ContainerStatuses[0].RestartCount == 1, "the first restart");
        bench.Runtime.Exit("web", 1);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.ContainerStatuses[0].State.Waiting?.Reason == "CrashLoopBackOff", "the back-off");
        Assert.Equal(1, bench.Status.ContainerStatuses[0].LastState.Terminated!.ExitCode);
        Assert.Contains("BackOff", bench.Events);
        await bench.UntilAsync(() => bench.Clock.NextDue is not null, "the wait for the back-off");
        bench.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, bench.Status.ContainerStatuses[0].RestartCount);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.UntilAsync(() => bench.Status.ContainerStatuses[0].RestartCount == 2, "the second restart");
    }

    [Fact]
    public async Task A_pod_that_is_deleted_ends_its_containers_with_its_grace_and_leaves_nothing()
    {
        await using var bench = new PodBench(PodBench.Pod());
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
        bench.Worker.Update(Deleted(bench.Worker.Pod, 7, "2"));
        await bench.Running;
        Assert.Equal(PodState.Gone, bench.Worker.State);
        Assert.Contains("stop web 7", bench.Runtime.Calls);
        Assert.Contains("remove-sandbox", bench.Runtime.Calls);
        Assert.True(bench.IsConfirmedDeleted);
        Assert.Equal("Succeeded", bench.Status.Phase);
    }

    [Fact]
    public async Task A_shorter_grace_that_comes_while_a_container_ends_counts_from_then_on()
    {
        await using var bench = new PodBench(PodBench.Pod());
        bench.Runtime.OnStop = static (_, grace, cancellation) => grace.TotalSeconds > 5 ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask;
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
        bench.Worker.Update(Deleted(bench.Worker.Pod, 30, "2"));
        await bench.UntilAsync(() => bench.Runtime.Calls.Contains("stop web 30"), "the first stop");
        bench.Worker.Update(Deleted(bench.Worker.Pod, 1, "3"));
        await bench.Running;
        Assert.Contains("stop web 1", bench.Runtime.Calls);
    }

    [Fact]
    public async Task A_finished_pod_rests_until_it_is_deleted()
    {
        await using var bench = new PodBench(PodBench.Pod("Never"));
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
        bench.Runtime.Exit("web", 0);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.Phase == "Succeeded" && bench.Worker.State == PodState.Resting, "the success");
        Assert.Contains("stop-sandbox", bench.Runtime.Calls);
        Assert.DoesNotContain("remove-sandbox", bench.Runtime.Calls);
        Assert.False(bench.IsConfirmedDeleted);
        bench.Worker.Remove();
        await bench.Running;
        Assert.Contains("remove-sandbox", bench.Runtime.Calls);
    }

    [Fact]
    public async Task A_pod_fails_at_its_deadline()
    {
        var pod = PodBench.Pod();
        await using var bench = new PodBench(pod with { Spec = pod.Spec with { ActiveDeadlineSeconds = 60 } });
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running" && bench.Clock.NextDue is not null, "the start");
        bench.Clock.Advance(TimeSpan.FromSeconds(60));
        await bench.UntilAsync(() => bench.Status is { Phase: "Failed", Reason: "DeadlineExceeded" } && bench.Worker.State == PodState.Resting, "the deadline");
        Assert.Contains("stop web 30", bench.Runtime.Calls);
    }

    [Fact]
    public async Task Init_containers_run_one_after_the_other_and_sidecars_go_on()
    {
        var pod = PodBench.Pod();
        pod = pod with { Spec = pod.Spec with { InitContainers = [new Container { Name = "init", Image = "init:1" }, new Container { Name = "side", Image = "side:1", RestartPolicy = "Always" }] } };
        await using var bench = new PodBench(pod);
        bench.Start();
        await bench.UntilAsync(() => bench.Status.InitContainerStatuses.Count == 2 && bench.Status.InitContainerStatuses[0].State.Running is not null, "the init container");
        Assert.False(bench.Runtime.Exists("side"));
        Assert.Equal("PodInitializing", bench.Status.ContainerStatuses[0].State.Waiting!.Reason);
        bench.Runtime.Exit("init", 0);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.Phase == "Running" && bench.Status.ContainerStatuses[0].Ready, "the main container");
        Assert.Equal(["run-sandbox", "start init", "start side", "start web"], bench.Runtime.Calls);
        Assert.Equal("True", bench.Status.Conditions.First(static c => c.Type == "Initialized").Status);
    }

    [Fact]
    public async Task An_agent_that_starts_again_adopts_what_runs()
    {
        var pod = PodBench.Pod();
        await using var bench = new PodBench(pod);
        await bench.Runtime.RunSandboxAsync(new SandboxConfig { Name = "pod", Namespace = "ns", Uid = "u1" }, default);
        var actual = await bench.Runtime.GetPodAsync("u1", null, default);
        var config = new ContainerConfig { Name = "web", ImageRef = "web:1", Attempt = 3, Annotations = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add(ContainerLabels.Hash, Kubelet.Containers.ContainerConfigs.SpecHash(pod.Spec.Containers[0])) };
        await bench.Runtime.StartContainerAsync(await bench.Runtime.CreateContainerAsync(actual.Sandboxes[0].Id, config, new SandboxConfig { Name = "pod", Namespace = "ns", Uid = "u1" }, default), default);
        bench.Runtime.ForgetCalls();
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the adoption");
        Assert.Empty(bench.Runtime.Calls);
        Assert.Equal(3, bench.Status.ContainerStatuses[0].RestartCount);
    }

    [Fact]
    public async Task A_missing_image_waits_and_is_tried_again()
    {
        await using var bench = new PodBench(PodBench.Pod("Always", new Container { Name = "web", Image = "late:1" }));
        bench.Start();
        await bench.UntilAsync(() => bench.Status.ContainerStatuses.Count > 0 && bench.Status.ContainerStatuses[0].State.Waiting?.Reason == "ErrImagePull", "the failed pull");
        Assert.Equal("Pending", bench.Status.Phase);
        bench.Worker.Wake();
        await bench.UntilAsync(() => bench.Status.ContainerStatuses[0].State.Waiting?.Reason == "ImagePullBackOff", "the back-off");
        bench.Runtime.Registry.Add("late:1");
        await bench.UntilAsync(() => bench.Clock.NextDue is not null, "the wait");
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
    }

    [Fact]
    public async Task A_failing_liveness_probe_ends_the_container_and_it_comes_back()
    {
        var probe = new Probe { Exec = new ExecAction { Command = ["false"] }, PeriodSeconds = 1, FailureThreshold = 1, TerminationGracePeriodSeconds = 4 };
        await using var bench = new PodBench(PodBench.Pod("Always", new Container { Name = "web", Image = "web:1", LivenessProbe = probe }));
        bench.Start();
        await bench.UntilAsync(() => bench.Runtime.Calls.Contains("stop web 4"), "the stop with the probe's own grace");
        await bench.UntilAsync(() => bench.Runtime.Container("web").Attempt >= 1, "the restart");
        Assert.Contains("Unhealthy", bench.Events);
        Assert.Contains("Killing", bench.Events);
    }

    [Fact]
    public async Task A_container_is_not_ready_before_its_readiness_probe_succeeds()
    {
        var probe = new Probe { Exec = new ExecAction { Command = ["true"] }, InitialDelaySeconds = 5 };
        await using var bench = new PodBench(PodBench.Pod("Always", new Container { Name = "web", Image = "web:1", ReadinessProbe = probe }));
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running" && bench.Clock.NextDue is not null, "the start");
        Assert.False(bench.Status.ContainerStatuses[0].Ready);
        Assert.Equal("containers with unready status: [web]", bench.Status.Conditions.First(static c => c.Type == "Ready").Message);
        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        await bench.UntilAsync(() => bench.Status.ContainerStatuses[0].Ready, "readiness");
    }

    [Fact]
    public async Task A_hook_before_the_end_runs_within_the_grace()
    {
        await using var bench = new PodBench(PodBench.Pod("Always", new Container
        {
            Name = "web",
            Image = "web:1",
            Lifecycle = new Lifecycle { PreStop = new LifecycleHandler { Exec = new ExecAction { Command = ["bye"] } } },
        }));
        bench.Start();
        await bench.UntilAsync(() => bench.Status.Phase == "Running", "the start");
        bench.Worker.Remove();
        await bench.Running;
        Assert.Equal(["exec bye", "stop web 30"], bench.Runtime.Calls.Where(static c => c is "exec bye" or "stop web 30"));
    }

    private static Pod Deleted(Pod pod, long grace, string version) => pod with
    {
        Metadata = pod.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch, DeletionGracePeriodSeconds = grace, ResourceVersion = version },
    };
}

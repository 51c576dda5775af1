using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Tests.Kit;

namespace KubeSharp.Kubelet.Tests.PodLifecycle;

public sealed class PodPlannerTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SandboxActual _sandbox = new("s", 0, true, _now) { Addresses = ["10.0.0.1"] };

    private static ContainerActual Exited(string name, int code, string sandbox = "s") => new(name + "-id", sandbox, name, 0, ContainerPhase.Exited) { ExitCode = code, FinishedAt = _now };

    private static ContainerActual Runs(Container spec) => new(spec.Name + "-id", "s", spec.Name, 0, ContainerPhase.Running) { SpecHash = ContainerConfigs.SpecHash(spec) };

    private static PodPlan Plan(Pod pod, PodMemory? memory = null, params ContainerActual[] containers) =>
        PodPlanner.Plan(pod, new PodActual("u1", "ns", "pod", [_sandbox], [.. containers]), memory ?? new PodMemory(), _now);

    [Fact]
    public void Without_a_sandbox_one_is_made() =>
        Assert.True(PodPlanner.Plan(PodBench.Pod(), PodActual.None("u1"), new PodMemory(), _now) is { CreateSandbox: true, SandboxAttempt: 0 });

    [Fact]
    public void A_lost_sandbox_is_made_again_only_where_something_is_left_to_run()
    {
        var dead = _sandbox with { IsReady = false };
        var finished = new PodActual("u1", "ns", "pod", [dead], [Exited("web", 0)]);
        Assert.True(PodPlanner.Plan(PodBench.Pod("Never"), finished, new PodMemory(), _now).Finished);
        Assert.True(PodPlanner.Plan(PodBench.Pod("OnFailure"), finished, new PodMemory(), _now).Finished);
        Assert.True(PodPlanner.Plan(PodBench.Pod("Always"), finished, new PodMemory(), _now) is { CreateSandbox: true, SandboxAttempt: 1 });
    }

    [Theory]
    [InlineData("Always", 0, true)]
    [InlineData("Always", 1, true)]
    [InlineData("OnFailure", 0, false)]
    [InlineData("OnFailure", 1, true)]
    [InlineData("Never", 1, false)]
    public void The_restart_policy_decides(string policy, int exitCode, bool restarts)
    {
        var plan = Plan(PodBench.Pod(policy), null, Exited("web", exitCode));
        Assert.Equal(restarts, plan.Starts.Length == 1);
        Assert.Equal(!restarts, plan.Finished);
    }

    [Fact]
    public void Rules_for_exit_codes_stand_above_the_policy()
    {
        var container = new Container { Name = "web", Image = "web:1", RestartPolicy = "Never", RestartPolicyRules = [new ContainerRestartRule { Action = "Restart", ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = "In", Values = [42] } }] };
        Assert.Single(Plan(PodBench.Pod("Never", container), null, Exited("web", 42)).Starts);
        Assert.True(Plan(PodBench.Pod("Never", container), null, Exited("web", 1)).Finished);
    }

    [Fact]
    public void An_exit_may_take_the_whole_pod_back_to_its_beginning()
    {
        var container = new Container { Name = "web", Image = "web:1", RestartPolicyRules = [new ContainerRestartRule { Action = "RestartAllContainers", ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = "In", Values = [42] } }] };
        var pod = PodBench.Pod("Never", container, new Container { Name = "other", Image = "web:1" });
        Assert.Equal("web", Plan(pod, null, Exited("web", 42), Runs(pod.Spec.Containers[1])).RestartAllBecauseOf?.Name);
        Assert.Null(Plan(pod, null, Exited("web", 41), Runs(pod.Spec.Containers[1])).RestartAllBecauseOf);
        var waits = Plan(pod, new PodMemory { Backoffs = ImmutableDictionary<string, RestartBackoff>.Empty.Add("web", new RestartBackoff(TimeSpan.FromSeconds(10), _now)) }, Exited("web", 42));
        Assert.Equal((null, _now.AddSeconds(10)), (waits.RestartAllBecauseOf, waits.WakeAt!.Value));
    }

    [Fact]
    public void What_was_ended_to_be_started_again_is_whatever_its_policy_says() =>
        Assert.Single(Plan(PodBench.Pod("OnFailure"), new PodMemory { Restarts = ["web-id"] }, Exited("web", 0)).Starts);

    [Fact]
    public void A_failed_init_container_ends_a_pod_that_never_restarts()
    {
        var pod = PodBench.Pod("Never");
        pod = pod with { Spec = pod.Spec with { InitContainers = [new Container { Name = "init", Image = "init:1" }] } };
        Assert.True(Plan(pod, null, Exited("init", 1)).Finished);
        Assert.Equal("init", Plan(pod).Starts.Single().Name);
        Assert.Equal("web", Plan(pod, null, Exited("init", 0)).Starts.Single().Name);
    }

    [Fact]
    public void A_sidecar_that_has_not_started_holds_back_what_follows()
    {
        var side = new Container { Name = "side", Image = "side:1", RestartPolicy = "Always", StartupProbe = new Probe() };
        var pod = PodBench.Pod();
        pod = pod with { Spec = pod.Spec with { InitContainers = [side] } };
        Assert.Empty(Plan(pod, null, Runs(side)).Starts);
        var memory = new PodMemory { Health = System.Collections.Immutable.ImmutableDictionary<string, ContainerHealth>.Empty.Add("side", new ContainerHealth("side-id") { Started = true }) };
        Assert.Equal("web", Plan(pod, memory, Runs(side)).Starts.Single().Name);
    }

    [Fact]
    public void A_changed_image_ends_the_container()
    {
        var pod = PodBench.Pod();
        var old = Runs(new Container { Name = "web", Image = "web:0" });
        Assert.Equal("Container web definition changed", Plan(pod, null, old).Kills.Single().Message);
        Assert.True(Plan(pod, null, Runs(pod.Spec.Containers[0])).IsEmpty);
    }

    [Fact]
    public void Results_of_probes_of_an_earlier_container_do_not_count()
    {
        var pod = PodBench.Pod();
        var memory = new PodMemory { Health = System.Collections.Immutable.ImmutableDictionary<string, ContainerHealth>.Empty.Add("web", new ContainerHealth("another") { LivenessFailed = true }) };
        Assert.True(Plan(pod, memory, Runs(pod.Spec.Containers[0])).IsEmpty);
    }

    [Fact]
    public void The_delay_doubles_to_five_minutes_and_is_forgotten_after_ten_quiet_ones()
    {
        var backoff = default(RestartBackoff);
        var delays = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            backoff = backoff.Next(_now, _now);
            delays.Add(backoff.Delay.TotalSeconds);
        }
        Assert.Equal([10, 20, 40, 80, 160, 300, 300], delays);
        var later = _now.AddMinutes(11);
        Assert.Equal(later, backoff.StartsAt(later, later));
        Assert.Equal(10, backoff.Next(later, later).Delay.TotalSeconds);
    }

    [Fact]
    public void Ended_containers_are_kept_by_two_a_name()
    {
        var many = new PodActual("u1", "ns", "pod", [_sandbox], [Exited("web", 1) with { Id = "3" }, Exited("web", 1) with { Id = "2" }, Exited("web", 1) with { Id = "1" }]);
        Assert.Equal("1", DeadContainers.Surplus(many).Single().Id);
        Assert.Empty(DeadContainers.SurplusSandboxes(many));
    }
}

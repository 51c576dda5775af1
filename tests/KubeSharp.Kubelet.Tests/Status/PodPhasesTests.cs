using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Status;

namespace KubeSharp.Kubelet.Tests.Status;

public sealed class PodPhasesTests
{
    private static ContainerStatus State(string state) => new()
    {
        Name = state,
        State = state switch
        {
            "running" => new ContainerState { Running = new ContainerStateRunning() },
            "waiting" or "backoff" => new ContainerState { Waiting = new ContainerStateWaiting() },
            _ => new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = state == "ok" ? 0 : 1 } },
        },
        LastState = state == "backoff" ? new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = 1 } } : ContainerState.Empty,
    };

    [Theory]
    [InlineData("Always", "waiting", "Pending")]
    [InlineData("Always", "running", "Running")]
    [InlineData("Always", "running waiting", "Pending")]
    [InlineData("Always", "backoff", "Running")]
    [InlineData("Always", "ok", "Running")]
    [InlineData("Never", "ok failed", "Failed")]
    [InlineData("Never", "ok ok", "Succeeded")]
    [InlineData("Never", "ok running", "Running")]
    [InlineData("OnFailure", "ok", "Succeeded")]
    [InlineData("OnFailure", "failed", "Running")]
    public void The_phase_follows_from_the_containers(string policy, string states, string phase) =>
        Assert.Equal(phase, PodPhases.Of(new PodSpec { RestartPolicy = policy }, [], [.. states.Split(' ').Select(State)]));
}

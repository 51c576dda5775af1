using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Admission;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Tests.Admission;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Tests.Resources;

public sealed class PodResizeTests
{
    private static readonly NodeLoad _node = new() { Allocatable = ApiMap.Of(("cpu", Quantity.Parse("2")), ("pods", Quantity.Parse("10"))) };
    private static readonly PodActual _actual = new("a", "default", "a", [], [new ContainerActual("id", "s", "c", 0, ContainerPhase.Running)]);

    [Fact]
    public void What_fits_is_granted_and_is_to_be_carried_out()
    {
        var memory = PodResize.Allocate(PodAdmissionTests.Pod("a", "1"), new PodMemory(), _node);
        memory = memory with { Actuated = memory.Allocated };
        var bigger = PodAdmissionTests.Pod("a", "1500m");
        memory = PodResize.Allocate(bigger, memory, _node);
        Assert.Null(memory.ResizePending);
        Assert.Equal("c", Assert.Single(PodResize.Outstanding(PodResize.Granted(bigger, memory), _actual, memory)).Container.Name);
    }

    [Theory]
    [InlineData("3", "Infeasible")]
    [InlineData("1500m", "Deferred")]
    public void What_does_not_fit_waits_and_the_pod_keeps_what_it_has(string asked, string reason)
    {
        var memory = PodResize.Allocate(PodAdmissionTests.Pod("a", "1"), new PodMemory(), _node);
        memory = memory with { Actuated = memory.Allocated };
        var bigger = PodAdmissionTests.Pod("a", asked);
        memory = PodResize.Allocate(bigger, memory, _node with { Pods = [PodAdmissionTests.Pod("b", "1")] });
        Assert.Equal(reason, memory.ResizePending!.Reason);
        var granted = PodResize.Granted(bigger, memory);
        Assert.Equal(Quantity.Parse("1"), granted.Spec.Containers[0].Resources.Requests["cpu"]);
        Assert.Empty(PodResize.Outstanding(granted, _actual, memory));
    }

    [Fact]
    public void After_a_restart_of_the_agent_what_was_reported_is_what_runs()
    {
        var pod = PodAdmissionTests.Pod("a", "1500m") with
        {
            Status = new PodStatus
            {
                ContainerStatuses = [new ContainerStatus { Name = "c", ContainerID = "containerd://id", State = new ContainerState { Running = new ContainerStateRunning() }, Resources = PodAdmissionTests.Pod("a", "1").Spec.Containers[0].Resources }],
            },
        };
        var memory = PodResize.Allocate(pod, new PodMemory(), _node);
        Assert.Single(PodResize.Outstanding(PodResize.Granted(pod, memory), _actual, memory));
    }

    [Fact]
    public void A_policy_can_ask_for_a_restart()
    {
        var container = PodAdmissionTests.Pod("a", "2").Spec.Containers[0] with { ResizePolicy = [new ContainerResizePolicy { ResourceName = "cpu", RestartPolicy = "RestartContainer" }] };
        Assert.True(PodResize.NeedsRestart(container, PodAdmissionTests.Pod("a", "1").Spec.Containers[0].Resources));
        Assert.False(PodResize.NeedsRestart(container, container.Resources));
    }
}

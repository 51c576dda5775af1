using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Status;

/// <summary>Statuses of a pod's containers.</summary>
internal sealed class ContainerStatuses(Pod pod, PodActual actual, PodMemory memory, Func<ContainerActual, string> lastWords)
{
    public ApiList<ContainerStatus> Of(params ReadOnlySpan<ContainerRole> roles)
    {
        if (memory.IsRefused) { return []; }
        var found = new List<ContainerStatus>();
        foreach (var container in PodContainers.Of(pod.Spec))
        {
            if (roles.Contains(container.Role)) { found.Add(Of(container)); }
        }
        return found.ToApiList();
    }

    private ContainerStatus Of(PodContainer container)
    {
        var old = OldStatus(container);
        var newest = actual.Newest(container.Name);
        if (newest is null) { return NeverMade(container, old); }
        var previous = actual.Previous(container.Name);
        var running = newest.State == ContainerPhase.Running;
        var health = memory.Health.GetValueOrDefault(container.Name) is { } known && known.ContainerId == newest.Id ? known : null;
        var started = running && (container.Spec.StartupProbe is null || health?.Started == true);
        var status = new ContainerStatus
        {
            Name = container.Name,
            Image = newest.Image.Length > 0 ? newest.Image : container.Spec.Image ?? "",
            ImageID = newest.ImageId,
            ContainerID = newest.QualifiedId,
            RestartCount = newest.Attempt,
            Started = started,
            Ready = container.Role == ContainerRole.Init ? newest is { State: ContainerPhase.Exited, ExitCode: 0 } : started && (container.Spec.ReadinessProbe is null || health?.Ready == true),
            State = StateOf(newest),
            LastState = previous is not null ? StateOf(previous) : old is null ? ContainerState.Empty : old.ContainerID == newest.QualifiedId ? old.LastState : EndOf(old),
            AllocatedResourcesStatus = memory.Devices.GetValueOrDefault(container.Name) ?? [],
            AllocatedResources = memory.Allocated.TryGetValue(container.Name, out var granted) ? granted.Requests : container.Spec.Resources.Requests,
            Resources = container.Role == ContainerRole.Ephemeral ? null : (PodResize.Actuated(pod, container.Name, newest, memory) ?? container.Spec.Resources) with { Claims = [] },
            VolumeMounts = [.. container.Spec.VolumeMounts.Select(static m => new VolumeMountStatus { Name = m.Name, MountPath = m.MountPath, ReadOnly = m.ReadOnly, RecursiveReadOnly = m.ReadOnly == true ? m.RecursiveReadOnly ?? "Disabled" : null })],
            User = newest.User is { } user ? new ContainerUser { Linux = new LinuxContainerUser { Uid = user.Uid, Gid = user.Gid, SupplementalGroups = user.Groups } } : null,
        };
        // What ended and waits to be started again shows the wait, and its end as the last state.
        if (!running && memory.Waiting.GetValueOrDefault(container.Name) is { } waiting && (!newest.HasEnded || RestartRules.ShouldRestart(pod.Spec, container, newest.ExitCode)))
        {
            status = status with
            {
                State = new ContainerState { Waiting = new ContainerStateWaiting { Reason = waiting.Reason, Message = NullIfEmpty(waiting.Message) } },
                LastState = newest.HasEnded ? StateOf(newest) : status.LastState,
            };
        }
        return status;
    }

    private ContainerStatus NeverMade(PodContainer container, ContainerStatus? old)
    {
        // An ended container that the runtime forgot keeps what was reported of it.
        if (old?.State.Terminated is not null) { return old; }
        var waiting = memory.Waiting.GetValueOrDefault(container.Name);
        var isWaitingForInit = container.Role != ContainerRole.Init && container.Role != ContainerRole.Sidecar && pod.Spec.InitContainers.Count > 0;
        return new ContainerStatus
        {
            Name = container.Name,
            Image = container.Spec.Image ?? "",
            Started = false,
            // One that the runtime forgot, with its sandbox or when the machine started anew, starts again: that is a restart.
            RestartCount = (old?.RestartCount ?? 0) + (old?.State.Running is not null && memory.End is null ? 1 : 0),
            LastState = old is null ? ContainerState.Empty : EndOf(old),
            State = memory.End is { } end
                ? new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = 137, Reason = "ContainerStatusUnknown", Message = $"The container could not be located when the pod was terminated: {end.Message}" } }
                : new ContainerState
                {
                    Waiting = new ContainerStateWaiting
                    {
                        Reason = waiting?.Reason ?? (isWaitingForInit || (container.Role == ContainerRole.Init && container.Name != pod.Spec.InitContainers[0].Name) ? "PodInitializing" : "ContainerCreating"),
                        Message = NullIfEmpty(waiting?.Message),
                    },
                },
        };
    }

    // The last end of a container whose own the runtime no longer tells.
    private static ContainerState EndOf(ContainerStatus old) => old.State.Terminated is not null ? old.State : old.State.Running is null ? old.LastState : new ContainerState
    {
        Terminated = new ContainerStateTerminated
        {
            ExitCode = 137,
            Reason = "ContainerStatusUnknown",
            Message = "The container could not be located when the pod was deleted.  The container used to be Running",
            StartedAt = old.State.Running.StartedAt,
            ContainerID = old.ContainerID,
        },
    };

    private ContainerState StateOf(ContainerActual container) => container.State switch
    {
        ContainerPhase.Running => new ContainerState { Running = new ContainerStateRunning { StartedAt = Time(container.StartedAt) } },
        ContainerPhase.Created => new ContainerState { Waiting = new ContainerStateWaiting { Reason = "ContainerCreating" } },
        ContainerPhase.Unknown => new ContainerState
        {
            Terminated = new ContainerStateTerminated
            {
                ExitCode = 137,
                Reason = "ContainerStatusUnknown",
                Message = "The container could not be located when the pod was terminated",
                ContainerID = container.QualifiedId,
            },
        },
        _ => new ContainerState
        {
            Terminated = new ContainerStateTerminated
            {
                ExitCode = container.ExitCode,
                Reason = container.Reason.Length > 0 ? container.Reason : container.ExitCode == 0 ? "Completed" : "Error",
                Message = NullIfEmpty(lastWords(container) is { Length: > 0 } words ? words : container.Message),
                StartedAt = Time(container.StartedAt),
                FinishedAt = Time(container.FinishedAt),
                ContainerID = container.QualifiedId,
            },
        },
    };

    private ContainerStatus? OldStatus(PodContainer container)
    {
        var list = container.Role switch
        {
            ContainerRole.Main => pod.Status.ContainerStatuses,
            ContainerRole.Ephemeral => pod.Status.EphemeralContainerStatuses,
            _ => pod.Status.InitContainerStatuses,
        };
        foreach (var status in list)
        {
            if (status.Name == container.Name) { return status; }
        }
        return null;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static DateTimeOffset? Time(DateTimeOffset? time) => time is { } known ? PodStatuses.Seconds(known) : null;
}

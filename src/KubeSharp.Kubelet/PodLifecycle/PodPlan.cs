using System.Collections.Immutable;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>What is to be done now for a pod to become as it should be.</summary>
public sealed record PodPlan
{
    /// <summary>Nothing is left to run: stop what still does and let the pod rest.</summary>
    public bool Finished { get; init; }
    /// <summary>Make a sandbox first, the old one stopped.</summary>
    public bool CreateSandbox { get; init; }
    /// <summary>End and forget all containers but ephemeral ones, because this one ended; they start anew in the same sandbox. Null: no.</summary>
    public ContainerActual? RestartAllBecauseOf { get; init; }
    /// <summary>How many sandboxes there were before.</summary>
    public int SandboxAttempt { get; init; }
    /// <summary>Containers to end.</summary>
    public ImmutableArray<ContainerKill> Kills { get; init; } = [];
    /// <summary>Containers to start, in order.</summary>
    public ImmutableArray<PodContainer> Starts { get; init; } = [];
    /// <summary>Containers that wait for their back-off, and since when they may start.</summary>
    public ImmutableArray<(PodContainer Container, TimeSpan Delay)> BackingOff { get; init; } = [];
    /// <summary>When to look again though nothing happens; null: never.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => !Finished && RestartAllBecauseOf is null && !CreateSandbox && Kills.IsEmpty && Starts.IsEmpty;
}

/// <param name="Container">What runs.</param>
/// <param name="Message">For the event.</param>
/// <param name="GraceSeconds">Grace given; null: the pod's own.</param>
public sealed record ContainerKill(ContainerActual Container, string Message, long? GraceSeconds);

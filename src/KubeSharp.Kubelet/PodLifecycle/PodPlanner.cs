using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Decides what a pod needs next. Pure: the same input gives the same plan. Source: Pod Lifecycle; Init Containers; Sidecar Containers.</summary>
public static class PodPlanner
{
    /// <summary>The plan for a pod that should run.</summary>
    /// <param name="pod">What should be.</param>
    /// <param name="actual">What is.</param>
    /// <param name="memory">What is remembered.</param>
    /// <param name="now">The time.</param>
    public static PodPlan Plan(Pod pod, PodActual actual, PodMemory memory, DateTimeOffset now)
    {
        if (actual.ReadySandbox is not { } sandbox) { return WithoutSandbox(pod, actual); }
        var draft = new Draft(pod, actual, sandbox, memory, now);
        if (pod.Spec.HostNetwork != true && sandbox.Addresses.IsEmpty) { return WithoutSandbox(pod, actual); }
        if (draft.PlanRestartOfAll() is { } anew) { return anew; }
        var initialized = HasInitialized(pod.Spec, actual, sandbox);
        var initOutcome = draft.PlanInit(initialized);
        if (initOutcome == InitOutcome.Failed) { return draft.Finish(); }
        draft.PlanEphemeral();
        if (initOutcome == InitOutcome.Done && !draft.PlanMain()) { return draft.Finish(); }
        return draft.ToPlan();
    }

    // Without a sandbox everything begins anew, except what has ended for good.
    private static PodPlan WithoutSandbox(Pod pod, PodActual actual)
    {
        var attempt = actual.Sandboxes is [var newest, ..] ? newest.Attempt + 1 : 0;
        if (attempt > 0 && !AnyMainLeft(pod.Spec, actual)) { return new PodPlan { Finished = true }; }
        return new PodPlan { CreateSandbox = true, SandboxAttempt = attempt };
    }

    private static bool AnyMainLeft(PodSpec spec, PodActual actual)
    {
        foreach (var container in PodContainers.Of(spec))
        {
            var ended = actual.Newest(container.Name);
            if (container.Role == ContainerRole.Init && ended is { State: ContainerPhase.Exited } && ended.ExitCode != 0 && !RestartRules.ShouldRestart(spec, container, ended.ExitCode)) { return false; }
        }
        foreach (var container in PodContainers.Of(spec))
        {
            if (container.Role != ContainerRole.Main) { continue; }
            if (actual.Newest(container.Name) is not { HasEnded: true } ended || RestartRules.ShouldRestart(spec, container, ended.ExitCode)) { return true; }
        }
        return false;
    }

    // A main container that was once made in this sandbox shows that the init containers are through, even if the runtime forgot them.
    private static bool HasInitialized(PodSpec spec, PodActual actual, SandboxActual sandbox)
    {
        foreach (var container in spec.Containers)
        {
            if (actual.NewestIn(sandbox.Id, container.Name) is { State: not ContainerPhase.Created }) { return true; }
        }
        return false;
    }

    private enum InitOutcome { Waiting, Done, Failed }

    private sealed class Draft(Pod pod, PodActual actual, SandboxActual sandbox, PodMemory memory, DateTimeOffset now)
    {
        private readonly ImmutableArray<PodContainer>.Builder _starts = ImmutableArray.CreateBuilder<PodContainer>();
        private readonly ImmutableArray<ContainerKill>.Builder _kills = ImmutableArray.CreateBuilder<ContainerKill>();
        private readonly ImmutableArray<(PodContainer, TimeSpan)>.Builder _backingOff = ImmutableArray.CreateBuilder<(PodContainer, TimeSpan)>();
        private DateTimeOffset? _wakeAt;

        // An exit whose rule says so takes the whole pod back to its beginning, in its sandbox; as often as the container may be restarted.
        public PodPlan? PlanRestartOfAll()
        {
            foreach (var container in PodContainers.Of(pod.Spec))
            {
                if (actual.NewestIn(sandbox.Id, container.Name) is not { HasEnded: true } ended || !RestartRules.RestartsAll(container, ExitCodeOf(ended))) { continue; }
                var startsAt = memory.Backoffs.TryGetValue(container.Name, out var backoff) ? backoff.StartsAt(ended.FinishedAt ?? ended.CreatedAt, now) : now;
                if (startsAt > now) { return new PodPlan { BackingOff = [(container, backoff.Delay)], WakeAt = startsAt }; }
                return new PodPlan { RestartAllBecauseOf = ended };
            }
            return null;
        }

        public InitOutcome PlanInit(bool initialized)
        {
            foreach (var container in PodContainers.Of(pod.Spec))
            {
                if (container.Role is not (ContainerRole.Init or ContainerRole.Sidecar)) { break; }
                var current = actual.NewestIn(sandbox.Id, container.Name);
                if (container.Role == ContainerRole.Sidecar)
                {
                    if (current is { State: ContainerPhase.Running }) { KillUnhealthy(container, current); }
                    else { Start(container, current); }
                    if (!initialized && !IsStarted(container, current)) { return InitOutcome.Waiting; }
                    continue;
                }
                if (initialized || current is { State: ContainerPhase.Exited, ExitCode: 0 }) { continue; }
                if (current is { State: ContainerPhase.Running }) { return InitOutcome.Waiting; }
                if (current is { HasEnded: true } && !RestartRules.ShouldRestart(pod.Spec, container, ExitCodeOf(current))) { return InitOutcome.Failed; }
                Start(container, current);
                return InitOutcome.Waiting;
            }
            return InitOutcome.Done;
        }

        public void PlanEphemeral()
        {
            foreach (var container in PodContainers.Of(pod.Spec))
            {
                if (container.Role == ContainerRole.Ephemeral && actual.Newest(container.Name) is null) { _starts.Add(container); }
            }
        }

        // False where no main container runs or will.
        public bool PlanMain()
        {
            var kept = 0;
            foreach (var container in PodContainers.Of(pod.Spec))
            {
                if (container.Role != ContainerRole.Main) { continue; }
                var current = actual.NewestIn(sandbox.Id, container.Name);
                if (current is { State: ContainerPhase.Running })
                {
                    kept++;
                    KillUnhealthy(container, current);
                }
                else if (current is not { HasEnded: true } || memory.Restarts.Contains(current.Id) || RestartRules.ShouldRestart(pod.Spec, container, ExitCodeOf(current)))
                {
                    // What ended in an earlier sandbox and is not to run again stays ended.
                    if (current is null && actual.Newest(container.Name) is { State: ContainerPhase.Exited } earlier && !RestartRules.ShouldRestart(pod.Spec, container, earlier.ExitCode)) { continue; }
                    kept++;
                    Start(container, current);
                }
            }
            return kept > 0;
        }

        public PodPlan Finish() => new() { Finished = true };

        public PodPlan ToPlan() => new()
        {
            Starts = _starts.ToImmutable(),
            Kills = _kills.ToImmutable(),
            BackingOff = _backingOff.ToImmutable(),
            WakeAt = _wakeAt,
        };

        private void Start(PodContainer container, ContainerActual? current)
        {
            if (current is { HasEnded: true } && memory.Backoffs.TryGetValue(container.Name, out var backoff))
            {
                var startsAt = backoff.StartsAt(current.FinishedAt ?? current.CreatedAt, now);
                if (startsAt > now)
                {
                    _backingOff.Add((container, backoff.Delay));
                    if (_wakeAt is null || startsAt < _wakeAt) { _wakeAt = startsAt; }
                    return;
                }
            }
            _starts.Add(container);
        }

        private void KillUnhealthy(PodContainer container, ContainerActual current)
        {
            var name = container.Name;
            var health = memory.Health.GetValueOrDefault(name);
            var ours = health is not null && health.ContainerId == current.Id;
            if (current.SpecHash.Length > 0 && current.SpecHash != ContainerConfigs.SpecHash(container.Spec))
            {
                _kills.Add(new ContainerKill(current, $"Container {name} definition changed", null));
            }
            else if (ours && health!.StartupFailed)
            {
                _kills.Add(new ContainerKill(current, $"Container {name} failed startup probe", container.Spec.StartupProbe?.TerminationGracePeriodSeconds));
            }
            else if (ours && health!.LivenessFailed)
            {
                _kills.Add(new ContainerKill(current, $"Container {name} failed liveness probe", container.Spec.LivenessProbe?.TerminationGracePeriodSeconds));
            }
        }

        private bool IsStarted(PodContainer container, ContainerActual? current) =>
            current is { State: ContainerPhase.Running } && (container.Spec.StartupProbe is null
                || (memory.Health.GetValueOrDefault(container.Name) is { Started: true } health && health.ContainerId == current.Id));

        // A process that the runtime lost counts as failed.
        private static int ExitCodeOf(ContainerActual container) => container.State == ContainerPhase.Unknown ? 137 : container.ExitCode;
    }
}

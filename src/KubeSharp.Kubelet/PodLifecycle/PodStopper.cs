using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Carries out ends: hooks, signals, grace. Source: Pod Lifecycle, termination of pods.</summary>
internal sealed class PodStopper(PodWorkerServices services)
{
    // Compat: a container gets two seconds to end even where its hook used up the grace.
    private const int GraceMinSeconds = 2;

    /// <summary>Ends all running containers: main ones together, then sidecars from the last to the first.</summary>
    public async Task StopAllAsync(Pod pod, PodActual actual, long graceSeconds, CancellationToken cancellation)
    {
        var began = services.Time.GetTimestamp();
        var running = actual.Containers.Where(static c => c.State == ContainerPhase.Running).ToList();
        bool IsSidecar(ContainerActual c) => PodContainers.Find(pod.Spec, c.Name) is { Role: ContainerRole.Sidecar };
        await Task.WhenAll(running.Where(c => !IsSidecar(c)).Select(c => StopAsync(pod, c, $"Stopping container {c.Name}", graceSeconds, cancellation)));
        var order = pod.Spec.InitContainers.Select(static c => c.Name).ToList();
        foreach (var sidecar in running.Where(IsSidecar).OrderByDescending(c => order.IndexOf(c.Name)))
        {
            var left = graceSeconds - (long)services.Time.GetElapsedTime(began).TotalSeconds;
            await StopAsync(pod, sidecar, $"Stopping container {sidecar.Name}", Math.Max(Math.Min(graceSeconds, GraceMinSeconds), left), cancellation);
        }
    }

    /// <summary>Ends one container.</summary>
    public async Task StopAsync(Pod pod, ContainerActual container, string message, long graceSeconds, CancellationToken cancellation)
    {
        var wanted = PodContainers.Find(pod.Spec, container.Name);
        services.Events.Record(pod, wanted?.FieldPath ?? "", false, "Killing", message);
        var left = graceSeconds;
        if (graceSeconds > 0 && wanted?.Spec.Lifecycle?.PreStop is { } hook)
        {
            var began = services.Time.GetTimestamp();
            await PreStopAsync(pod, wanted.Value, hook, container, graceSeconds, cancellation);
            left = Math.Max(GraceMinSeconds, graceSeconds - (long)services.Time.GetElapsedTime(began).TotalSeconds);
        }
        await services.Runtime.StopContainerAsync(container.Id, TimeSpan.FromSeconds(left), cancellation);
    }

    private async Task PreStopAsync(Pod pod, PodContainer wanted, LifecycleHandler hook, ContainerActual container, long graceSeconds, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(graceSeconds), services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var address = pod.Status.PodIP ?? services.Node().Address;
        try
        {
            var outcome = await services.Prober.HookAsync(hook, wanted.Spec, container, address, services.Time, either.Token);
            if (!outcome.Succeeded) { services.Events.Record(pod, wanted.FieldPath, true, "FailedPreStopHook", $"PreStopHook failed: {outcome.Output}"); }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested) { }
    }
}

using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Status;

namespace KubeSharp.Kubelet.Probes;

/// <summary>Runs the probes of one running container until it is disposed, and says when what they found changes.</summary>
public sealed class ContainerProbes : IAsyncDisposable
{
    private readonly Pod _pod;
    private readonly PodContainer _container;
    private readonly ContainerActual _actual;
    private readonly string _address;
    private readonly Prober _prober;
    private readonly IPodEvents _events;
    private readonly TimeProvider _time;
    private readonly Action<ContainerHealth> _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Lock _gate = new();
    private ContainerHealth _health;

    /// <summary>Begins to probe. <paramref name="changed"/> is called on any thread and must not block.</summary>
    public ContainerProbes(Pod pod, PodContainer container, ContainerActual actual, string address, Prober prober, IPodEvents events, TimeProvider time, Action<ContainerHealth> changed)
    {
        (_pod, _container, _actual, _address, _prober, _events, _time, _changed) = (pod, container, actual, address, prober, events, time, changed);
        _health = InitialHealth(container.Spec, actual.Id);
        _running = RunAsync();
    }

    /// <summary>The container that is probed.</summary>
    public string ContainerId => _actual.Id;

    /// <summary>Health before any probe: what has no probe counts as well.</summary>
    public static ContainerHealth InitialHealth(Container container, string id) => new(id) { Started = container.StartupProbe is null, Ready = container.ReadinessProbe is null };

    /// <summary>Whether the container has any probe.</summary>
    public static bool AreNeeded(Container container) => container.StartupProbe is not null || container.LivenessProbe is not null || container.ReadinessProbe is not null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var spec = _container.Spec;
            if (spec.StartupProbe is { } startup && !await StartAsync(startup)) { return; }
            var loops = new List<Task>();
            if (spec.LivenessProbe is { } liveness) { loops.Add(LoopAsync(liveness, "Liveness", static (h, ok) => h with { LivenessFailed = !ok })); }
            if (spec.ReadinessProbe is { } readiness) { loops.Add(LoopAsync(readiness, "Readiness", static (h, ok) => h with { Ready = ok })); }
            await Task.WhenAll(loops);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
    }

    // Nothing else is probed before the container has started.
    private async Task<bool> StartAsync(Probe probe)
    {
        var count = default(ProbeCount);
        await DelayAsync(probe.InitialDelaySeconds ?? 0);
        while (true)
        {
            count = count.Add(await OnceAsync(probe, "Startup"));
            if (count.Decide(probe) is { } decided)
            {
                Change(h => decided ? h with { Started = true } : h with { StartupFailed = true });
                return decided;
            }
            await DelayAsync(Math.Max(1, probe.PeriodSeconds ?? 10));
        }
    }

    private async Task LoopAsync(Probe probe, string kind, Func<ContainerHealth, bool, ContainerHealth> apply)
    {
        var count = default(ProbeCount);
        var sinceStart = _time.GetUtcNow() - (_actual.StartedAt ?? _time.GetUtcNow());
        await DelayAsync(Math.Max(0, (probe.InitialDelaySeconds ?? 0) - sinceStart.TotalSeconds));
        while (true)
        {
            count = count.Add(await OnceAsync(probe, kind));
            if (count.Decide(probe) is { } decided) { Change(h => apply(h, decided)); }
            // A failed liveness decides over the container's life: it is not asked again.
            if (kind == "Liveness" && count.Decide(probe) == false) { return; }
            await DelayAsync(Math.Max(1, probe.PeriodSeconds ?? 10));
        }
    }

    private async Task<bool> OnceAsync(Probe probe, string kind)
    {
        var began = _time.GetTimestamp();
        var outcome = await _prober.ProbeAsync(probe, _container.Spec, _actual, _address, _stop.Token);
        _prober.Count(kind, outcome.Succeeded, _container.Name, _pod, _time.GetElapsedTime(began));
        if (!outcome.Succeeded) { _events.Record(_pod, _container.FieldPath, true, "Unhealthy", $"{kind} probe failed: {outcome.Output}"); }
        return outcome.Succeeded;
    }

    private Task DelayAsync(double seconds) => seconds <= 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(seconds), _time, _stop.Token);

    private void Change(Func<ContainerHealth, ContainerHealth> change)
    {
        ContainerHealth health;
        lock (_gate)
        {
            health = change(_health);
            if (health == _health) { return; }
            _health = health;
        }
        _changed(health);
    }
}

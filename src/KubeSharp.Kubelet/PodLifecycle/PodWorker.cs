using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Admission;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Status;
using KubeSharp.Machinery.Tracing;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>
/// The life of one pod on this node, and the only owner of what runs of it: an explicit state machine in one loop. It observes, plans
/// (<see cref="PodPlanner"/>) and acts; whatever happens outside only wakes it.
/// </summary>
public sealed class PodWorker
{
    private const int RetryInitialSeconds = 1, RetryMaxSeconds = 20;

    private readonly PodWorkerServices _services;
    private readonly ContainerStarter _starter;
    private readonly PodStopper _stopper;
    private readonly PodProbes _probes;
    private readonly SandboxStarter _sandboxes;
    private readonly PodResizer _resizer;
    private readonly Func<NodeLoad> _others;
    private readonly PodSignal _signal;
    private readonly string _uid;
    private readonly Lock _gate = new(); // guards _pod, _removed and _health; nothing is awaited and no other lock is taken under it
    private Pod _pod;
    private bool _removed;
    private ImmutableDictionary<string, ContainerHealth> _health = ImmutableDictionary<string, ContainerHealth>.Empty;
    private PodMemory _memory;
    private CancellationTokenSource? _round;
    private Span? _pass;
    private readonly PodStart _start;
    private int _failuresInARow;
    private volatile bool _isChanged;
    private bool _isBegun;

    /// <summary>A worker of the pod; nothing happens before <see cref="RunAsync"/>.</summary>
    /// <param name="services">What it works with.</param>
    /// <param name="pod">What should be.</param>
    /// <param name="refusal">Why the node does not run it; null: it does.</param>
    /// <param name="others">The node with its other pods, for resizes; null: it has room for all.</param>
    public PodWorker(PodWorkerServices services, Pod pod, AdmissionRefusal? refusal = null, Func<NodeLoad>? others = null)
    {
        (_services, _pod, _uid) = (services, pod, pod.Metadata.Uid ?? "");
        (_starter, _stopper, _signal) = (new ContainerStarter(services), new PodStopper(services), new PodSignal(services.Time));
        (_sandboxes, _resizer, _others) = (new SandboxStarter(services), new PodResizer(services, _stopper), others ?? (static () => new NodeLoad()));
        (_probes, _start) = (new PodProbes(services, HealthChanged), new PodStart(services.Counts, services.Time, pod));
        _memory = new PodMemory { StartTime = pod.Status.StartTime ?? services.Time.GetUtcNow() };
        if (refusal is not null) { _memory = _memory with { IsRefused = true, End = new PodEnd("Failed", refusal.Reason, $"Pod was rejected: {refusal.Message}", null) }; }
        Actual = PodActual.None(_uid);
    }

    /// <summary>Where it stands.</summary>
    public PodState State { get; private set; } = PodState.Running;

    /// <summary>Its source has it no more, and it is ended for that.</summary>
    public bool IsOrphan
    {
        get { lock (_gate) { return _removed && _pod.Metadata.DeletionTimestamp is null; } }
    }

    /// <summary>What was last seen running.</summary>
    public PodActual Actual { get; private set; }

    /// <summary>What should be, with the last known status.</summary>
    public Pod Pod
    {
        get { lock (_gate) { return _pod; } }
    }

    /// <summary>The pod with the resources that the node granted it.</summary>
    public Pod Granted => PodResize.Granted(Pod, _memory);

    /// <summary>Paths of its volumes by name, as far as they are set up.</summary>
    public ImmutableDictionary<string, string> Volumes { get; private set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The pod changed at the API server, or in its file.</summary>
    public void Update(Pod pod)
    {
        lock (_gate)
        {
            if (IsOlder(pod, _pod)) { return; }
            _pod = pod;
        }
        _isChanged = true;
        if (pod.Metadata.DeletionTimestamp is not null && State == PodState.Running) { CancelRound(); }
        _signal.Set();
    }

    /// <summary>The pod is gone at its source: end it, whatever it does.</summary>
    public void Remove()
    {
        lock (_gate) { _removed = true; }
        if (State == PodState.Running) { CancelRound(); }
        _signal.Set();
    }

    /// <summary>Ends the pod though its specification does not say so: eviction, shutdown of the node.</summary>
    public void End(PodEnd end)
    {
        lock (_gate) { _endAsked ??= end; }
        CancelRound();
        _signal.Set();
    }

    private PodEnd? _endAsked;
    private bool _volumesFailed;
    private DateTimeOffset? _unreportedAt;

    /// <summary>Something happened: look again.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Runs until the pod is gone or the agent stops; a stop leaves the containers running.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (State != PodState.Gone)
            {
                var wakeAt = await StepSafelyAsync(cancellation);
                if (State != PodState.Gone) { await _signal.WaitAsync(wakeAt, cancellation); }
            }
        }
        finally { await _probes.DisposeAsync(); }
    }

    // One of the places that may catch all: a pod's trouble must not end its worker.
    private async Task<DateTimeOffset?> StepSafelyAsync(CancellationToken cancellation)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _round = round;
        var (began, kind) = (_services.Time.GetTimestamp(), KindOfPass());
        try
        {
            var wakeAt = await StepAsync(round.Token, cancellation);
            _failuresInARow = 0;
            return wakeAt;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { throw; }
        catch (OperationCanceledException) when (round.IsCancellationRequested) { return _services.Time.GetUtcNow(); }
        catch (Exception e)
        {
            _pass?.Fail(e.Message);
            _failuresInARow++;
            var seconds = Math.Min(RetryMaxSeconds, RetryInitialSeconds << Math.Min(_failuresInARow - 1, 5));
            _services.Logger.LogWarning("pod {Namespace}/{Name} ({State}): {Cause}; again in {Seconds} s", Pod.Metadata.Namespace, Pod.Metadata.Name, State, e.Message, seconds);
            _services.Logger.LogDebug(e, "pod {Name}", Pod.Metadata.Name);
            return _services.Time.GetUtcNow().AddSeconds(seconds);
        }
        finally
        {
            _round = null;
            _pass?.Dispose();
            _services.Counts.PodPasses.Observe(_services.Time.GetElapsedTime(began), kind);
        }
    }

    // By upstream's names.
    private string KindOfPass()
    {
        var kind = IsDeleted() || _memory.End is not null ? "kill" : !_isBegun ? "create" : _isChanged ? "update" : "sync";
        (_isBegun, _isChanged) = (true, false);
        return kind;
    }

    private async Task<DateTimeOffset?> StepAsync(CancellationToken round, CancellationToken cancellation)
    {
        Advance();
        switch (State)
        {
            case PodState.Running:
                BeginPass("syncPod");
                return await SyncAsync(round);
            case PodState.Terminating:
                BeginPass("syncTerminatingPod");
                await TerminateAsync(cancellation);
                State = PodState.Resting;
                Advance();
                if (State == PodState.Cleaning) { goto case PodState.Cleaning; }
                return null;
            case PodState.Cleaning:
                BeginPass("syncTerminatedPod");
                await CleanAsync(cancellation);
                State = PodState.Gone;
                return null;
            default: return null;
        }
    }

    // Under upstream's names of the passes and of what is said of their pod.
    private void BeginPass(string name)
    {
        _pass?.Dispose();
        _pass = _services.Tracer?.Begin(name).Set("k8s.pod.uid", _uid).Set("k8s.pod", $"{Pod.Metadata.Namespace}/{Pod.Metadata.Name}").Set("k8s.pod.name", Pod.Metadata.Name ?? "").Set("k8s.namespace.name", Pod.Metadata.Namespace ?? "");
    }

    // What the pod's deletion, deadline or end makes of the state.
    private void Advance()
    {
        var deleted = IsDeleted();
        lock (_gate)
        {
            if (_memory.End is null && _endAsked is { } end) { _memory = _memory with { End = end }; }
        }
        if (State == PodState.Running)
        {
            if (_memory.End is null && DeadlineOf(Pod) is { } deadline && deadline <= _services.Time.GetUtcNow())
            {
                _memory = _memory with { End = new PodEnd("Failed", "DeadlineExceeded", "Pod was active on the node longer than the specified deadline", null) };
                _services.Events.Record(Pod, "", false, "DeadlineExceeded", _memory.End.Message);
            }
            if (deleted || _memory.End is not null) { State = PodState.Terminating; }
        }
        if (State == PodState.Resting && deleted) { State = PodState.Cleaning; }
    }

    private bool IsDeleted()
    {
        lock (_gate) { return _removed || _pod.Metadata.DeletionTimestamp is not null; }
    }

    private DateTimeOffset? DeadlineOf(Pod pod) => pod.Spec.ActiveDeadlineSeconds is { } seconds ? _memory.StartTime.AddSeconds(seconds) : null;

    private async Task<DateTimeOffset?> SyncAsync(CancellationToken round)
    {
        await ObserveAsync(round);
        _memory = PodResize.Allocate(Pod, _memory, _others());
        var pod = Granted;
        if (pod.Status.Phase is "Succeeded" or "Failed")
        {
            State = PodState.Terminating;
            return _services.Time.GetUtcNow();
        }
        var plan = PodPlanner.Plan(pod, Actual, _memory, _services.Time.GetUtcNow());
        if (plan.Finished)
        {
            State = PodState.Terminating;
            return _services.Time.GetUtcNow();
        }
        var retryAt = plan.RestartAllBecauseOf is { } cause ? await RestartAllAsync(pod, cause, round) : await ActAsync(pod, plan, round);
        if (!plan.IsEmpty)
        {
            await ObserveAsync(round);
            await PruneAsync(round);
        }
        (_memory, var resizeAt) = await _resizer.ActuateAsync(pod, Actual, _memory, round);
        await _probes.ReconcileAsync(pod, Actual, _memory.Addresses);
        await ReportAsync(terminal: false, round);
        _start.Look(pod, Actual);
        return Earliest(plan.WakeAt, retryAt, resizeAt, _unreportedAt?.AddSeconds(RetryInitialSeconds), DeadlineOf(pod), _services.Objects.RenewAt(pod), _services.Volumes.RenewAt(_uid));
    }

    private async Task<DateTimeOffset?> ActAsync(Pod pod, PodPlan plan, CancellationToken round)
    {
        var needed = plan.CreateSandbox || !plan.Starts.IsEmpty;
        var (objects, volumes) = await SetUpVolumesAsync(pod, needed, round);
        foreach (var kill in plan.Kills)
        {
            var grace = kill.GraceSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? 30;
            await _stopper.StopAsync(pod, kill.Container, $"{kill.Message}, will be restarted", grace, round);
        }
        foreach (var (container, delay) in plan.BackingOff) { BackOff(pod, container, delay); }
        if (!plan.CreateSandbox && plan.Starts.IsEmpty)
        {
            return plan.Kills.IsEmpty ? _volumesFailed ? _services.Time.GetUtcNow().AddSeconds(RetryMaxSeconds) : null : _services.Time.GetUtcNow();
        }
        var attempt = plan.CreateSandbox ? plan.SandboxAttempt : Actual.ReadySandbox!.Attempt;
        var sandbox = await _sandboxes.ConfigureAsync(pod, attempt, round);
        if (plan.CreateSandbox)
        {
            await CreateSandboxAsync(pod, sandbox, round);
            // With the sandbox there, what starts first is planned anew.
            plan = PodPlanner.Plan(pod, Actual, _memory, _services.Time.GetUtcNow());
        }
        if (Actual.ReadySandbox is not { } ready) { return _services.Time.GetUtcNow().AddSeconds(RetryInitialSeconds); }
        var context = new StartContext
        {
            Pod = pod,
            Actual = Actual,
            SandboxId = ready.Id,
            Sandbox = sandbox,
            Objects = objects,
            Volumes = volumes,
            Addresses = AddressesOf(pod, ready),
            Start = _start,
        };
        DateTimeOffset? retryAt = null;
        foreach (var container in plan.Starts) { retryAt = Earliest(retryAt, await StartAsync(pod, container, context, round)); }
        // More may be ready to start once these run: sidecars go before what follows them.
        return PodContainers.Of(pod.Spec).Any(static c => c.Role == ContainerRole.Sidecar) && !plan.Starts.IsEmpty && retryAt is null ? _services.Time.GetUtcNow() : retryAt;
    }

    private async Task<DateTimeOffset?> RestartAllAsync(Pod pod, ContainerActual cause, CancellationToken round)
    {
        var now = _services.Time.GetUtcNow();
        _memory = _memory with { Backoffs = _memory.Backoffs.SetItem(cause.Name, _memory.Backoffs.GetValueOrDefault(cause.Name).Next(cause.FinishedAt ?? cause.CreatedAt, now, _services.RestartMaxSeconds)) };
        _services.Events.Record(pod, "", false, "RestartingAllContainers", $"Container {cause.Name} ended with {cause.ExitCode}: all containers of the pod are restarted");
        await _probes.StopAsync();
        bool IsOurs(ContainerActual c) => PodContainers.Find(pod.Spec, c.Name) is { Role: not ContainerRole.Ephemeral };
        await _stopper.StopAllAsync(pod, Actual with { Containers = [.. Actual.Containers.Where(IsOurs)] }, pod.Spec.TerminationGracePeriodSeconds ?? 30, round);
        // What they were is reported before they are forgotten: the counts of restarts go on from there.
        await ObserveAsync(round);
        await ReportAsync(terminal: false, round);
        foreach (var container in Actual.Containers.Where(IsOurs)) { await _services.Runtime.RemoveContainerAsync(container.Id, round); }
        return now;
    }

    private async Task PruneAsync(CancellationToken round)
    {
        foreach (var container in DeadContainers.Surplus(Actual))
        {
            await _services.Runtime.RemoveContainerAsync(container.Id, round);
            if (container.LogPath.Length > 0) { File.Delete(container.LogPath); }
            File.Delete(_services.Paths.TerminationMessage(_uid, container.Name, container.Attempt));
        }
        foreach (var sandbox in DeadContainers.SurplusSandboxes(Actual)) { await _services.Runtime.RemoveSandboxAsync(sandbox.Id, round); }
    }

    private async Task<DateTimeOffset?> StartAsync(Pod pod, PodContainer container, StartContext context, CancellationToken round)
    {
        var now = _services.Time.GetUtcNow();
        var ended = Actual.NewestIn(context.SandboxId, container.Name);
        if (ended is { HasEnded: true })
        {
            var backoff = _memory.Backoffs.GetValueOrDefault(container.Name).Next(ended.FinishedAt ?? ended.CreatedAt, now, _services.RestartMaxSeconds);
            _memory = _memory with { Backoffs = _memory.Backoffs.SetItem(container.Name, backoff) };
        }
        var (cause, retryAt) = await _starter.StartAsync(container, context, round);
        if (cause is null) { _memory = _memory with { Actuated = _memory.Actuated.SetItem(container.Name, container.Spec.Resources) }; }
        _memory = _memory with { Waiting = cause is null ? _memory.Waiting.Remove(container.Name) : _memory.Waiting.SetItem(container.Name, cause) };
        return cause is null ? null : retryAt ?? now.AddSeconds(RestartBackoff.InitialSeconds);
    }

    private void BackOff(Pod pod, PodContainer container, TimeSpan delay)
    {
        var message = $"back-off {Duration(delay)} restarting failed container={container.Name} pod={pod.Metadata.Name}_{pod.Metadata.Namespace}({_uid})";
        if (_memory.Waiting.GetValueOrDefault(container.Name)?.Message != message)
        {
            _services.Events.Record(pod, container.FieldPath, true, "BackOff", $"Back-off restarting failed container {container.Name} in pod {pod.Metadata.Name}_{pod.Metadata.Namespace}({_uid})");
        }
        _memory = _memory with { Waiting = _memory.Waiting.SetItem(container.Name, new WaitingCause("CrashLoopBackOff", message)) };
    }

    private async Task<(PodObjects, ImmutableDictionary<string, string>)> SetUpVolumesAsync(Pod pod, bool needed, CancellationToken round)
    {
        var objects = PodObjects.Empty;
        try
        {
            objects = await _services.Objects.ObserveAsync(pod, round);
            Volumes = await _services.Volumes.SetUpAsync(pod, objects, _services.Node(), _memory.Addresses, round);
            _volumesFailed = false;
            return (objects, Volumes);
        }
        catch (Volumes.VolumeException e)
        {
            _services.Events.Record(pod, "", true, "FailedMount", e.Message);
            _volumesFailed = true;
            // What was set up once stays as it is: a pod goes on though an object that its volumes were made from is gone.
            if (!needed || pod.Spec.Volumes.All(v => Volumes.ContainsKey(v.Name))) { return (objects, Volumes); }
            await ReportAsync(terminal: false, round);
            throw;
        }
    }

    private async Task CreateSandboxAsync(Pod pod, SandboxConfig sandbox, CancellationToken round)
    {
        if (!await _sandboxes.CreateAsync(pod, sandbox, Actual, round))
        {
            await ReportAsync(terminal: false, round);
            throw new RuntimeException("the sandbox could not be made");
        }
        await ObserveAsync(round);
        await _sandboxes.WriteHostsAsync(pod, _memory.Addresses, round);
    }

    private async Task ObserveAsync(CancellationToken cancellation)
    {
        Actual = await _services.Runtime.GetPodAsync(_uid, Actual, cancellation);
        lock (_gate) { _memory = _memory with { Health = _health, Devices = _services.Devices.HealthOf(_uid) }; }
        if (Actual.ReadySandbox is { Addresses: { IsEmpty: false } addresses }) { _memory = _memory with { Addresses = addresses }; }
        foreach (var name in _memory.Waiting.Keys)
        {
            if (Actual.Newest(name) is { State: ContainerPhase.Running }) { _memory = _memory with { Waiting = _memory.Waiting.Remove(name) }; }
        }
    }

    private async Task TerminateAsync(CancellationToken cancellation)
    {
        await ObserveAsync(cancellation);
        await ReportAsync(terminal: false, cancellation);
        while (Actual.AnyRunning)
        {
            var grace = GraceSeconds();
            using var again = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var stopping = _stopper.StopAllAsync(Pod, Actual, grace, again.Token);
            // A shorter grace that comes meanwhile counts from then on. What is told to stop does not look again: the stopping may wait for it.
            while (!again.IsCancellationRequested && await Task.WhenAny(stopping, _signal.WaitAsync(null, again.Token)) != stopping && GraceSeconds() >= grace) { }
            var done = stopping.IsCompleted;
            if (done) { await again.CancelAsync(); await stopping; }
            else
            {
                await again.CancelAsync();
                try { await stopping; }
                catch (Exception e) when (e is OperationCanceledException or RuntimeException) { }
            }
            cancellation.ThrowIfCancellationRequested();
            await ObserveAsync(cancellation);
        }
        await _probes.StopAsync();
        foreach (var sandbox in Actual.Sandboxes) { await _services.Runtime.StopSandboxAsync(sandbox.Id, cancellation); }
        await ObserveAsync(cancellation);
        await _services.Devices.ReleaseAsync(Pod, cancellation);
        _services.Cpus.Release(_uid);
        _services.Memory.Release(_uid);
        _services.Topology.Release(_uid);
        await ReportAsync(terminal: true, cancellation);
    }

    private long GraceSeconds()
    {
        lock (_gate)
        {
            if (_removed && _pod.Metadata.DeletionTimestamp is null) { return _pod.Spec.TerminationGracePeriodSeconds ?? 30; }
        }
        return _memory.End is { } end ? end.GraceSeconds ?? Pod.Spec.TerminationGracePeriodSeconds ?? 30
            : Pod.Metadata.DeletionGracePeriodSeconds ?? Pod.Spec.TerminationGracePeriodSeconds ?? 30;
    }

    private async Task CleanAsync(CancellationToken cancellation)
    {
        foreach (var sandbox in Actual.Sandboxes)
        {
            await _services.Runtime.StopSandboxAsync(sandbox.Id, cancellation);
            await _services.Runtime.RemoveSandboxAsync(sandbox.Id, cancellation);
        }
        await _services.Volumes.TearDownAsync(_uid, cancellation);
        var logs = _services.Paths.PodLogs(Pod.Metadata.Namespace ?? "", Pod.Metadata.Name ?? "", _uid);
        if (Directory.Exists(logs)) { Directory.Delete(logs, recursive: true); }
        _services.Counts.Cgroups.Measure(_services.Time, () => PodCgroups.Remove(SandboxConfigs.CgroupParent(_services.Node().CgroupRoot, Pod)), "destroy");
        _services.Objects.Release(_uid);
        _services.Prober.Forget(Pod.Metadata.Name ?? "", Pod.Metadata.Namespace ?? "");
        await _services.Reports.ConfirmDeletedAsync(Pod, cancellation);
    }

    private async Task ReportAsync(bool terminal, CancellationToken cancellation)
    {
        var pod = Pod;
        var status = PodStatuses.Of(Granted, Actual, _memory, _services.Node(), LastWords, terminal, _services.Time.GetUtcNow());
        var began = _services.Time.GetTimestamp();
        if (await _services.Reports.ReportAsync(pod, status, cancellation) is { } reported)
        {
            _unreportedAt = null;
            if (!ReferenceEquals(reported, pod)) { _services.Counts.PodReports.Observe(_services.Time.GetElapsedTime(began)); }
            lock (_gate)
            {
                if (!IsOlder(reported, _pod)) { _pod = reported; }
            }
        }
        // A static pod runs though nobody can be told; its mirror is tried again.
        else if (Sources.StaticPods.IsStatic(pod)) { _unreportedAt = _services.Time.GetUtcNow(); }
    }

    private string LastWords(ContainerActual container) => TerminationMessages.Read(_services.Paths, _uid, Pod, container);

    private void HealthChanged(string container, ContainerHealth health)
    {
        lock (_gate) { _health = _health.SetItem(container, health); }
        _signal.Set();
    }

    private void CancelRound()
    {
        try { _round?.Cancel(); }
        catch (ObjectDisposedException) { }
    }

    private ImmutableArray<string> AddressesOf(Pod pod, SandboxActual sandbox) => pod.Spec.HostNetwork == true ? _services.Node().Addresses : sandbox.Addresses;

    private static bool IsOlder(Pod pod, Pod than) =>
        long.TryParse(pod.Metadata.ResourceVersion, out var version) && long.TryParse(than.Metadata.ResourceVersion, out var known) && version < known;

    private static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> times)
    {
        DateTimeOffset? earliest = null;
        foreach (var time in times)
        {
            if (time is not null && (earliest is null || time < earliest)) { earliest = time; }
        }
        return earliest;
    }

    private static string Duration(TimeSpan time) => time.TotalSeconds < 60 ? $"{time.TotalSeconds:0}s" : $"{(int)time.TotalMinutes}m{time.Seconds}s";
}

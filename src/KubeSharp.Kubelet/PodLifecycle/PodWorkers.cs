using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Kubelet.Admission;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>All pods of the node: gives each its worker, wakes it when the runtime shows a change, ends what nobody wants.</summary>
public sealed class PodWorkers(PodWorkerServices services)
{
    private const int RelistMilliseconds = 1000;
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, int> _lastSeen = ImmutableDictionary<string, int>.Empty;
    private CancellationToken _stopping;
    private long _burstableShares;
    private long? _lastRelist;

    /// <summary>All workers now.</summary>
    public IEnumerable<PodWorker> All => _workers.Values;

    /// <summary>When the runtime last answered; the node is not ready where that is long ago.</summary>
    public DateTimeOffset LastRelist { get; private set; }

    /// <summary>The worker of a pod by namespace and name, the newest where several bear it; null: there is none.</summary>
    public PodWorker? Find(string ns, string name, string? uid = null) => _workers.Values
        .Where(w => w.Pod.Metadata.Namespace == ns && w.Pod.Metadata.Name == name && (uid is null || w.Pod.Metadata.Uid == uid))
        .OrderBy(static w => w.State).FirstOrDefault();

    /// <summary>A pod should be on this node, or changed.</summary>
    public void Want(Pod pod)
    {
        var uid = pod.Metadata.Uid ?? "";
        if (_workers.TryGetValue(uid, out var worker)) { worker.Update(pod); return; }
        services.Counts.ContainersPerPod.Observe(pod.Spec.Containers.Count);
        Start(uid, new PodWorker(services, pod, Admit(pod), () => Load(uid)));
        ShareProcessors();
    }

    /// <summary>The node with its pods that have not ended, all but one.</summary>
    public NodeLoad Load(string exceptUid) => services.Load() with
    {
        Pods = [.. _workers.Where(w => w.Key != exceptUid && w.Value.State < PodState.Resting && w.Value.Pod.Status.Phase is not ("Succeeded" or "Failed")).Select(static w => w.Value.Granted)],
    };

    // A pod that runs already, or was reported as started, was admitted by an earlier life of the agent.
    private AdmissionRefusal? Admit(Pod pod)
    {
        if (pod.Status.StartTime is not null || pod.Metadata.DeletionTimestamp is not null || _lastSeen.ContainsKey(pod.Metadata.Uid ?? "")) { return null; }
        var load = Load(pod.Metadata.Uid ?? "");
        var lacking = PodAdmission.Lacking(pod, load) is [var first, ..] ? first.Reason["OutOf".Length..] : "";
        foreach (var victim in PodAdmission.Victims(pod, load))
        {
            services.Counts.Preemptions.Add(1, lacking);
            services.Events.Record(victim, "", true, "Preempting", "Preempted in order to admit critical pod");
            if (_workers.TryGetValue(victim.Metadata.Uid ?? "", out var worker)) { worker.End(new PodEnd("Failed", "Preempting", "Preempted in order to admit critical pod", null)); }
            load = load with { Pods = load.Pods.Remove(victim) };
        }
        var refusal = PodAdmission.Check(pod, load) ?? services.Topology.Admit(pod);
        if (refusal is null) { return null; }
        services.Counts.Refusals.Add(1, refusal.Reason);
        services.Events.Record(pod, "", true, refusal.Reason, refusal.Message);
        return refusal;
    }

    // The classes of pods share the processors by what their pods asked for.
    private void ShareProcessors()
    {
        var root = services.Node().CgroupRoot;
        if (root.Length == 0) { return; }
        long milli = 0;
        foreach (var worker in _workers.Values)
        {
            if (QosClass.Of(worker.Pod.Spec) == QosClass.Burstable && worker.Pod.Spec.Requests().TryGetValue("cpu", out var asked)) { milli += asked.MilliValue; }
        }
        var shares = ResourceConversion.Shares(milli);
        if (shares == _burstableShares) { return; }
        _burstableShares = shares;
        services.Counts.Cgroups.Measure(services.Time, () =>
        {
            PodCgroups.SetShares(CgroupNames.Below(root, "burstable"), shares);
            PodCgroups.SetShares(CgroupNames.Below(root, "besteffort"), ResourceConversion.Shares(0));
        }, "update");
    }

    /// <summary>Moves what runs to the CPUs it is to have now.</summary>
    public async Task ShareCpusAsync(CancellationToken cancellation)
    {
        foreach (var worker in _workers.Values.Where(static w => w.State == PodState.Running))
        {
            foreach (var running in worker.Actual.Containers.Where(static c => c.State == ContainerPhase.Running))
            {
                if (PodContainers.Find(worker.Pod.Spec, running.Name) is not { } container) { continue; }
                await services.Runtime.UpdateResourcesAsync(running.Id, new ContainerResources { CpusetCpus = services.Cpus.CpusOf(worker.Pod, container.Spec) }, cancellation);
            }
        }
    }

    /// <summary>A pod is gone at its source.</summary>
    public void Unwant(string uid)
    {
        if (_workers.TryGetValue(uid, out var worker)) { worker.Remove(); }
    }

    /// <summary>Something that the pod depends on changed.</summary>
    public void Wake(string uid)
    {
        if (_workers.TryGetValue(uid, out var worker)) { worker.Wake(); }
    }

    /// <summary>Polls the runtime until the agent stops. Begins when the wanted pods are known, or everything would be ended.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await CleanFoldersAsync(await RelistAsync(cancellation), cancellation);
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(RelistMilliseconds), services.Time, cancellation);
            if (!_workers.IsEmpty || LastRelist < services.Time.GetUtcNow().AddSeconds(-10)) { await RelistAsync(cancellation); }
        }
    }

    /// <summary>Binds the workers' lives to the agent's; to be called before any pod is wanted.</summary>
    public void Begin(CancellationToken stopping) => _stopping = stopping;

    /// <summary>Waits for all workers to leave their loops after the agent was stopped.</summary>
    public async Task DrainAsync()
    {
        foreach (var task in _running.Values)
        {
            try { await task; }
            catch (OperationCanceledException) { }
        }
    }

    private void Start(string uid, PodWorker worker)
    {
        if (!_workers.TryAdd(uid, worker)) { return; }
        var seen = services.Time.GetTimestamp();
        _running[uid] = Task.Run(async () =>
        {
            services.Counts.PodWorkerStarts.Observe(services.Time.GetElapsedTime(seen));
            try { await worker.RunAsync(_stopping); }
            finally
            {
                _workers.TryRemove(uid, out _);
                _running.TryRemove(uid, out _);
            }
        }, CancellationToken.None);
    }

    private async Task<ImmutableArray<RuntimeSighting>> RelistAsync(CancellationToken cancellation)
    {
        ImmutableArray<RuntimeSighting> seen;
        var began = services.Time.GetTimestamp();
        if (_lastRelist is { } last) { services.Counts.RelistIntervals.Observe(services.Time.GetElapsedTime(last, began)); }
        _lastRelist = began;
        try { seen = await services.Runtime.ListAsync(cancellation); }
        catch (RuntimeException e)
        {
            services.Logger.LogWarning("the container runtime does not answer: {Cause}", e.Message);
            return [];
        }
        finally { services.Counts.Relists.Observe(services.Time.GetElapsedTime(began)); }
        LastRelist = services.Time.GetUtcNow();
        var now = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var sighting in seen)
        {
            if (sighting.PodUid.Length == 0) { continue; }
            // The order of sightings does not count.
            now[sighting.PodUid] = now.GetValueOrDefault(sighting.PodUid) ^ HashCode.Combine(sighting.Id, sighting.State);
        }
        var before = _lastSeen;
        _lastSeen = now.ToImmutableDictionary(StringComparer.Ordinal);
        foreach (var (uid, state) in now)
        {
            if (before.GetValueOrDefault(uid) == state && _workers.ContainsKey(uid)) { continue; }
            if (_workers.TryGetValue(uid, out var worker)) { worker.Wake(); }
            else { EndUnknown(uid, seen.First(s => s.PodUid == uid)); }
        }
        foreach (var uid in before.Keys)
        {
            if (!now.ContainsKey(uid)) { Wake(uid); }
        }
        return seen;
    }

    // Runs here, wanted nowhere: it was deleted while the agent was away.
    private void EndUnknown(string uid, RuntimeSighting sighting)
    {
        services.Logger.LogInformation("pod {Namespace}/{Name} ({Uid}) runs and is not wanted: it is ended", sighting.PodNamespace, sighting.PodName, uid);
        services.Counts.OrphanedPods.Add(1);
        var worker = new PodWorker(services, new Pod
        {
            Metadata = new Api.Meta.V1.ObjectMeta { Uid = uid, Namespace = sighting.PodNamespace, Name = sighting.PodName },
        });
        worker.Remove();
        Start(uid, worker);
    }

    // Folders of pods that are gone in every respect.
    private async Task CleanFoldersAsync(ImmutableArray<RuntimeSighting> seen, CancellationToken cancellation)
    {
        var (cleaned, stayed) = (0, 0);
        foreach (var uid in services.Volumes.Known().ToList())
        {
            if (_workers.ContainsKey(uid) || seen.Any(s => s.PodUid == uid)) { continue; }
            cleaned++;
            try { await services.Volumes.TearDownAsync(uid, cancellation); }
            catch (IOException e)
            {
                stayed++;
                services.Logger.LogWarning("folder of the gone pod {Uid}: {Cause}", uid, e.Message);
            }
        }
        services.Counts.OrphanVolumes.Set(cleaned);
        services.Counts.OrphanVolumeErrors.Set(stayed);
    }
}

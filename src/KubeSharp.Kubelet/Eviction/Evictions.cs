using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Nodes;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Status;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Eviction;

/// <summary>Watches what the node runs out of and ends pods before the kernel does.</summary>
internal sealed class Evictions(NodeAgentOptions options, PodWorkers workers, IPodRuntime runtime, IPodEvents events, NodeEvents nodeEvents, AgentCounts counts, TimeProvider time, ILogger logger)
{
    private const int PeriodSeconds = 10, HardGraceSeconds = 1;
    private readonly Dictionary<string, DateTimeOffset> _pressed = new(StringComparer.Ordinal);
    private readonly SoftThresholds _soft = new(options.EvictionSoft);
    private IReadOnlySet<EvictionThreshold> _crossed = new HashSet<EvictionThreshold>();
    private readonly PodPaths _paths = new(options.RootFolder, options.LogFolder);

    /// <summary>Conditions of the node that hold: MemoryPressure, DiskPressure, PIDPressure. One holds for a while after its cause went.</summary>
    public ImmutableArray<string> Pressures { get; private set; } = [];

    /// <summary>Looks until the agent stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(PeriodSeconds), time, cancellation);
            try
            {
                var began = time.GetTimestamp();
                Act(Signals(options.RootFolder), await UseAsync(cancellation), began);
            }
            catch (Exception e) when (e is RuntimeException or IOException or UnauthorizedAccessException) { logger.LogDebug("what the pods use could not be told: {Cause}", e.Message); }
        }
    }

    /// <summary>What the node has left now.</summary>
    public static EvictionSignals Signals(string folder)
    {
        var memory = Serving.MachineUsage.Read();
        var disk = DiskSpace.Of(folder);
        var pidsMax = Machine.PidsMax();
        var processes = File.ReadAllText("/proc/loadavg").Split(' ')[3].Split('/');
        return new EvictionSignals(memory.MemoryAvailableBytes, memory.MemoryTotalBytes, disk.Available, disk.Capacity, disk.InodesFree, disk.Inodes,
            pidsMax - long.Parse(processes[1], CultureInfo.InvariantCulture), pidsMax);
    }

    private void Act(EvictionSignals signals, IReadOnlyList<PodUse> pods, long measured)
    {
        var now = time.GetUtcNow();
        _crossed = options.EvictionHard.Where(t => t.IsCrossed(signals, _crossed.Contains(t))).ToHashSet();
        var plan = EvictionPlanner.Plan(signals, [.. _crossed, .. _soft.Due(signals, now)], pods);
        // What has run out leaves no time; what is about to leaves some.
        var isHard = _crossed.Count > 0;
        foreach (var pressure in plan.Pressures) { _pressed[pressure] = now; }
        Pressures = [.. _pressed.Where(p => now - p.Value < TimeSpan.FromSeconds(options.PressureSeconds)).Select(static p => p.Key).Order(StringComparer.Ordinal)];
        if (plan.Wanted.Length > 0) { nodeEvents.Record(true, "EvictionThresholdMet", $"Attempting to reclaim {plan.Wanted}"); }
        foreach (var (pod, message, signal) in plan.Evictions)
        {
            var worker = workers.All.FirstOrDefault(w => w.Pod.Metadata.Uid == pod.Metadata.Uid);
            if (worker is null || worker.State != PodState.Running) { continue; }
            logger.LogWarning("pod {Namespace}/{Name} is evicted: {Message}", pod.Metadata.Namespace, pod.Metadata.Name, message);
            events.Record(pod, "", true, "Evicted", message);
            counts.Evictions.Add(1, signal);
            counts.EvictionAges.Observe(time.GetElapsedTime(measured), signal);
            worker.End(new PodEnd("Failed", "Evicted", message, isHard || plan.Pressures.IsEmpty ? HardGraceSeconds : Math.Min(options.EvictionGraceMaxSeconds, pod.Spec.TerminationGracePeriodSeconds ?? 30)));
        }
    }

    private async Task<IReadOnlyList<PodUse>> UseAsync(CancellationToken cancellation)
    {
        var byPod = (await runtime.GetUsageAsync(cancellation)).ToLookup(static u => u.PodUid, StringComparer.Ordinal);
        return [.. workers.All.Where(static w => w.State == PodState.Running).Select(w => Use(w, [.. byPod[w.Pod.Metadata.Uid ?? ""]]))];
    }

    private PodUse Use(PodWorker worker, ImmutableArray<ContainerUsage> containers)
    {
        var pod = worker.Pod;
        var uid = pod.Metadata.Uid ?? "";
        var logs = _paths.PodLogs(pod.Metadata.Namespace ?? "", pod.Metadata.Name ?? "", uid);
        var disk = containers.ToDictionary(static c => c.Container, c => c.DiskUsedBytes + DiskSpace.Used(Path.Combine(logs, c.Container)), StringComparer.Ordinal);
        var volumes = pod.Spec.Volumes.Where(static v => v.EmptyDir is { Medium: null or "" })
            .ToDictionary(static v => v.Name, v => DiskSpace.Used(_paths.Volume(uid, "empty-dir", v.Name)), StringComparer.Ordinal);
        return new PodUse(pod, containers.Sum(static c => c.MemoryWorkingSetBytes), disk.Values.Sum() + volumes.Values.Sum()) { ContainerDiskBytes = disk, EmptyDirBytes = volumes };
    }
}

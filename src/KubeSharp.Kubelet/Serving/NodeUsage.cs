using System.Globalization;
using System.Text;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Eviction;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Kubelet.Serving;

/// <summary>What node, pods and containers use, in the forms that monitoring reads.</summary>
internal sealed class NodeUsage(NodeAgentOptions options, IPodRuntime runtime, PodWorkers workers, Func<string, CancellationToken, Task<VolumeUse?>> ofDriver, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>/stats/summary.</summary>
    public async Task SummaryAsync(HttpContext context, CancellationToken cancellation)
    {
        var containers = await ContainersAsync(cancellation);
        var node = MachineUsage.Read();
        var now = Text(time.GetUtcNow());
        var disk = DiskSpace.Of(options.RootFolder);
        var signals = Evictions.Signals(options.RootFolder);
        var volumes = (await VolumesAsync(onlyClaims: false, cancellation)).ToLookup(static v => v.Uid, static v => v, StringComparer.Ordinal);
        var pods = containers.GroupBy(static c => (c.PodUid, c.PodNamespace, c.PodName)).Select(pod => (Node)ObjectNode.Of(
            ("podRef", ObjectNode.Of(("name", pod.Key.PodName), ("namespace", pod.Key.PodNamespace), ("uid", pod.Key.PodUid))),
            ("startTime", Text(Worker(pod.Key.PodUid)?.Pod.Status.StartTime ?? _started)),
            ("containers", new ArrayNode([.. pod.Select(c => ContainerNode(c, StartOf(c)))])),
            ("cpu", Cpu(now, pod.Sum(static c => c.CpuNanocores), pod.Sum(static c => c.CpuNanoseconds))),
            ("memory", Memory(now, pod.Sum(static c => c.MemoryUsageBytes), pod.Sum(static c => c.MemoryWorkingSetBytes), pod.Sum(static c => c.MemoryRssBytes))),
            ("swap", Swap(now, SwapOf(pod))),
            ("volume", new ArrayNode([.. volumes[pod.Key.PodUid].Select(v => VolumeNode(v, now))])),
            ("ephemeral-storage", ObjectNode.Of(("time", now), ("availableBytes", disk.Available), ("capacityBytes", disk.Capacity), ("usedBytes", pod.Sum(static c => c.DiskUsedBytes)),
                ("inodesFree", disk.InodesFree), ("inodes", disk.Inodes))),
            ("process_stats", ObjectNode.Of(("process_count", pod.Count())))));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(ObjectNode.Of(
            ("node", ObjectNode.Of(("nodeName", options.NodeName), ("startTime", Text(_started)),
                ("cpu", Cpu(now, 0, node.CpuNanoseconds)),
                ("memory", ObjectNode.Of(("time", now), ("availableBytes", node.MemoryAvailableBytes), ("usageBytes", node.MemoryTotalBytes - node.MemoryFreeBytes),
                    ("workingSetBytes", node.MemoryTotalBytes - node.MemoryAvailableBytes))),
                ("swap", ObjectNode.Of(("time", now), ("swapAvailableBytes", node.SwapFreeBytes), ("swapUsageBytes", node.SwapTotalBytes - node.SwapFreeBytes))),
                ("fs", FileSystem(now, disk)), ("runtime", ObjectNode.Of(("imageFs", FileSystem(now, disk)), ("containerFs", FileSystem(now, disk)))),
                ("rlimit", ObjectNode.Of(("time", now), ("maxpid", signals.PidsMax), ("curproc", signals.PidsMax - signals.PidsAvailable))))),
            ("pods", new ArrayNode([.. pods]))).ToString(), cancellation);
    }

    /// <summary>/metrics/resource, for the metrics server.</summary>
    public async Task ResourceMetricsAsync(HttpContext context, CancellationToken cancellation)
    {
        var containers = await ContainersAsync(cancellation);
        var node = MachineUsage.Read();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var text = new StringBuilder();
        Family("container_cpu_usage_seconds_total", "Cumulative cpu time consumed by the container in core-seconds", "counter",
            containers.Select(c => (Labels(c), c.CpuNanoseconds / 1e9, c.At.ToUnixTimeMilliseconds())));
        Family("container_memory_working_set_bytes", "Current working set of the container in bytes", "gauge",
            containers.Select(c => (Labels(c), (double)c.MemoryWorkingSetBytes, c.At.ToUnixTimeMilliseconds())));
        Family("container_start_time_seconds", "Start time of the container since unix epoch in seconds", "gauge",
            containers.Select(c => (Labels(c), StartOf(c) is { } start ? (start - DateTimeOffset.UnixEpoch).TotalSeconds : 0, c.At.ToUnixTimeMilliseconds())).Where(static s => s.Item2 > 0));
        Family("container_swap_usage_bytes", "Current amount of the container swap usage in bytes. Reported only on non-windows systems", "gauge",
            containers.Where(static c => c.Swap is not null).Select(c => (Labels(c), (double)c.Swap!.UsedBytes, c.At.ToUnixTimeMilliseconds())));
        Family("container_swap_limit_bytes", "Current amount of the container swap limit in bytes. Reported only on non-windows systems", "gauge",
            containers.Where(static c => c.Swap?.AvailableBytes is not null).Select(c => (Labels(c), (double)(c.Swap!.UsedBytes + c.Swap.AvailableBytes!.Value), c.At.ToUnixTimeMilliseconds())));
        Family("node_swap_usage_bytes", "Current swap usage of the node in bytes. Reported only on non-windows systems", "gauge", [("", node.SwapTotalBytes - node.SwapFreeBytes, now)]);
        Family("node_cpu_usage_seconds_total", "Cumulative cpu time consumed by the node in core-seconds", "counter", [("", node.CpuNanoseconds / 1e9, now)]);
        Family("node_memory_working_set_bytes", "Current working set of the node in bytes", "gauge", [("", node.MemoryTotalBytes - node.MemoryAvailableBytes, now)]);
        var pods = containers.GroupBy(static c => $"{{namespace=\"{c.PodNamespace}\",pod=\"{c.PodName}\"}}").ToList();
        Family("pod_cpu_usage_seconds_total", "Cumulative cpu time consumed by the pod in core-seconds", "counter", pods.Select(p => (p.Key, p.Sum(static c => c.CpuNanoseconds) / 1e9, now)));
        Family("pod_memory_working_set_bytes", "Current working set of the pod in bytes", "gauge", pods.Select(p => (p.Key, (double)p.Sum(static c => c.MemoryWorkingSetBytes), now)));
        Family("pod_swap_usage_bytes", "Current amount of the pod swap usage in bytes. Reported only on non-windows systems", "gauge",
            pods.Select(static p => (p.Key, Swap: SwapOf(p))).Where(static p => p.Swap is not null).Select(p => (p.Key, (double)p.Swap!.UsedBytes, now)));
        context.Response.ContentType = "text/plain; version=0.0.4";
        await context.Response.WriteAsync(text.Append("# HELP resource_scrape_error 1 if there was an error while getting container metrics, 0 otherwise\n# TYPE resource_scrape_error gauge\nresource_scrape_error 0\n").ToString(), cancellation);

        void Family(string name, string help, string type, IEnumerable<(string Labels, double Value, long At)> samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
            foreach (var (labels, value, at) in samples) { text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value} {at}\n"); }
        }
    }

    /// <summary>What containers use; what the runtime does not tell of swap space, the kernel does.</summary>
    public async Task<IReadOnlyList<ContainerUsage>> ContainersAsync(CancellationToken cancellation) => [.. (await runtime.GetUsageAsync(cancellation)).Select(c => c with { Swap = c.Swap ?? SwapOf(c) })];

    private ContainerSwap? SwapOf(ContainerUsage usage)
    {
        if (Worker(usage.PodUid) is not { } worker || worker.Actual.Newest(usage.Container)?.Id is not { } id || options.CgroupRoot.Length == 0) { return null; }
        var parent = SandboxConfigs.CgroupParent(options.CgroupRoot, worker.Pod);
        return CgroupNames.OfContainer(parent, id).Select(static g => ContainerSwap.Read(PodCgroups.Root, g)).FirstOrDefault(static s => s is not null);
    }

    // Of a pod: what all its containers use, and what they may use where each is bounded.
    private static ContainerSwap? SwapOf(IEnumerable<ContainerUsage> pod)
    {
        var known = pod.Where(static c => c.Swap is not null).Select(static c => c.Swap!).ToList();
        return known.Count == 0 ? null : new(known.Sum(static s => s.UsedBytes), known.TrueForAll(static s => s.AvailableBytes is not null) ? known.Sum(static s => s.AvailableBytes) : null);
    }

    private DateTimeOffset? StartOf(ContainerUsage usage) => Worker(usage.PodUid)?.Actual.Newest(usage.Container)?.StartedAt;

    private PodWorker? Worker(string uid) => workers.All.FirstOrDefault(w => w.Pod.Metadata.Uid == uid);

    /// <summary>How full the volumes of claims are, for /metrics.</summary>
    public async Task<string> VolumeMetricsAsync(CancellationToken cancellation)
    {
        var ofClaims = (await VolumesAsync(onlyClaims: true, cancellation)).DistinctBy(static v => (v.Namespace, v.Claim)).ToList();
        var text = new StringBuilder();
        foreach (var (name, help, value) in _volumeFamilies)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
            foreach (var volume in ofClaims) { text.Append(CultureInfo.InvariantCulture, $"{name}{{namespace=\"{volume.Namespace}\",persistentvolumeclaim=\"{volume.Claim}\"}} {value(volume.Use)}\n"); }
        }
        return text.ToString();
    }

    private static readonly (string Name, string Help, Func<VolumeUse, long> Value)[] _volumeFamilies =
    [
        ("kubelet_volume_stats_capacity_bytes", "Capacity in bytes of the volume", static u => u.Capacity),
        ("kubelet_volume_stats_available_bytes", "Number of available bytes in the volume", static u => u.Available),
        ("kubelet_volume_stats_used_bytes", "Number of used bytes in the volume", static u => u.Used),
        ("kubelet_volume_stats_inodes", "Maximum number of inodes in the volume", static u => u.Inodes),
        ("kubelet_volume_stats_inodes_free", "Number of free inodes in the volume", static u => u.InodesFree),
        ("kubelet_volume_stats_inodes_used", "Number of used inodes in the volume", static u => u.Inodes - u.InodesFree),
    ];

    // Folders of the machine itself are nobody's volume.
    private async Task<List<(string Uid, string Namespace, string Name, string Claim, VolumeUse Use)>> VolumesAsync(bool onlyClaims, CancellationToken cancellation)
    {
        var found = new List<(string, string, string, string, VolumeUse)>();
        foreach (var worker in workers.All)
        {
            var pod = worker.Pod;
            foreach (var (name, path) in worker.Volumes)
            {
                if (path.Length == 0 || pod.Spec.Volumes.FirstOrDefault(v => v.Name == name) is not { HostPath: null } volume) { continue; }
                var claim = volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? "" : $"{pod.Metadata.Name}-{name}");
                if (onlyClaims && claim.Length == 0) { continue; }
                found.Add((pod.Metadata.Uid ?? "", pod.Metadata.Namespace ?? "", name, claim, await ofDriver(path, cancellation) ?? UseOf(path, walks: claim.Length == 0)));
            }
        }
        return found;
    }

    // A claim's volume may be large: what its file system says must do.
    private static VolumeUse UseOf(string path, bool walks)
    {
        var disk = DiskSpace.Of(path);
        return new VolumeUse(disk.Capacity, disk.Available, walks ? DiskSpace.Used(path) : disk.Capacity - disk.Available, disk.Inodes, disk.InodesFree);
    }

    private static Node VolumeNode((string Uid, string Namespace, string Name, string Claim, VolumeUse Use) volume, string now)
    {
        var use = volume.Use;
        var node = ObjectNode.Of(("time", now), ("availableBytes", use.Available), ("capacityBytes", use.Capacity), ("usedBytes", use.Used), ("inodesFree", use.InodesFree), ("inodes", use.Inodes),
            ("inodesUsed", use.Inodes - use.InodesFree), ("name", volume.Name));
        return volume.Claim.Length == 0 ? node : node.Set("pvcRef", ObjectNode.Of(("name", volume.Claim), ("namespace", volume.Namespace)));
    }

    private static ObjectNode FileSystem(string now, DiskSpace disk) => ObjectNode.Of(("time", now), ("availableBytes", disk.Available), ("capacityBytes", disk.Capacity),
        ("usedBytes", disk.Capacity - disk.Available), ("inodesFree", disk.InodesFree), ("inodes", disk.Inodes), ("inodesUsed", disk.Inodes - disk.InodesFree));

    private static Node ContainerNode(ContainerUsage usage, DateTimeOffset? started)
    {
        var at = Text(usage.At);
        return ObjectNode.Of(("name", usage.Container), ("startTime", started is { } since ? Text(since) : at),
            ("cpu", Cpu(at, usage.CpuNanocores, usage.CpuNanoseconds)),
            ("memory", Memory(at, usage.MemoryUsageBytes, usage.MemoryWorkingSetBytes, usage.MemoryRssBytes)),
            ("rootfs", ObjectNode.Of(("time", at), ("usedBytes", usage.DiskUsedBytes), ("inodesUsed", usage.InodesUsed))),
            ("swap", Swap(at, usage.Swap)));
    }

    private static ObjectNode Cpu(string at, long nanocores, long nanoseconds) => ObjectNode.Of(("time", at), ("usageNanoCores", nanocores), ("usageCoreNanoSeconds", nanoseconds));

    private static ObjectNode Memory(string at, long usage, long workingSet, long rss) =>
        ObjectNode.Of(("time", at), ("usageBytes", usage), ("workingSetBytes", workingSet), ("rssBytes", rss));

    // Null is left out.
    private static ObjectNode? Swap(string at, ContainerSwap? swap)
    {
        if (swap is null) { return null; }
        var node = ObjectNode.Of(("time", at));
        if (swap.AvailableBytes is { } available) { node = node.Set("swapAvailableBytes", available); }
        return node.Set("swapUsageBytes", swap.UsedBytes);
    }

    private static string Labels(ContainerUsage usage) => $"{{container=\"{usage.Container}\",namespace=\"{usage.PodNamespace}\",pod=\"{usage.PodName}\"}}";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Nodes;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Metrics;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Serving;

/// <summary>/metrics/cadvisor: the names that dashboards rely on, of containers, pods and the machine. Source: cAdvisor, Prometheus metrics.</summary>
internal sealed class CadvisorMetrics(NodeAgentOptions options, Machine machine, TimeProvider time)
{
    private const int DescriptorProcessesMax = 256;

    /// <summary>What is known of a container.</summary>
    private sealed record Seen(ContainerUsage Usage, GroupUsage? Group, Container? Spec, ContainerActual? Actual, string Labels)
    {
        public (int All, int Sockets)? Descriptors { get; init; }
    }

    private static readonly (string Name, string Type, string Help, Func<Seen, double?> Of)[] _families =
    [
        ("container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed in seconds.", static s => s.Usage.CpuNanoseconds / 1e9),
        ("container_cpu_user_seconds_total", "counter", "Cumulative user cpu time consumed in seconds.", static s => s.Group?.UserSeconds),
        ("container_cpu_system_seconds_total", "counter", "Cumulative system cpu time consumed in seconds.", static s => s.Group?.SystemSeconds),
        ("container_cpu_cfs_periods_total", "counter", "Number of elapsed enforcement period intervals.", static s => IsBounded(s) ? s.Group?.Periods : null),
        ("container_cpu_cfs_throttled_periods_total", "counter", "Number of throttled period intervals.", static s => IsBounded(s) ? s.Group?.ThrottledPeriods : null),
        ("container_cpu_cfs_throttled_seconds_total", "counter", "Total time duration the container has been throttled.", static s => IsBounded(s) ? s.Group?.ThrottledSeconds : null),
        ("container_memory_usage_bytes", "gauge", "Current memory usage in bytes, including all memory regardless of when it was accessed", static s => s.Usage.MemoryUsageBytes),
        ("container_memory_working_set_bytes", "gauge", "Current working set in bytes.", static s => s.Usage.MemoryWorkingSetBytes),
        ("container_memory_rss", "gauge", "Size of RSS in bytes.", static s => s.Usage.MemoryRssBytes),
        ("container_memory_cache", "gauge", "Number of bytes of page cache memory.", static s => s.Group?.CacheBytes),
        ("container_memory_mapped_file", "gauge", "Size of memory mapped files in bytes.", static s => s.Group?.MappedBytes),
        ("container_memory_swap", "gauge", "Container swap usage in bytes.", static s => s.Usage.Swap?.UsedBytes),
        ("container_memory_max_usage_bytes", "gauge", "Maximum memory usage recorded in bytes", static s => s.Group?.MaxBytes),
        ("container_memory_failcnt", "counter", "Number of memory usage hits limits", static s => s.Group?.LimitHits),
        ("container_fs_usage_bytes", "gauge", "Number of bytes that are consumed by the container on this filesystem.", static s => s.Usage.DiskUsedBytes),
        ("container_processes", "gauge", "Number of processes running inside the container.", static s => s.Group?.Processes.Count),
        ("container_threads", "gauge", "Number of threads running inside the container", static s => s.Group?.Threads),
        ("container_threads_max", "gauge", "Maximum number of threads allowed inside the container, infinity if value is zero", static s => s.Group is null ? null : s.Group.ThreadsMax ?? 0),
        ("container_file_descriptors", "gauge", "Number of open file descriptors for the container.", static s => s.Descriptors?.All),
        ("container_sockets", "gauge", "Number of open sockets for the container.", static s => s.Descriptors?.Sockets),
        ("container_oom_events_total", "counter", "Count of out of memory events observed for the container", static s => s.Usage.MemoryKills),
        ("container_last_seen", "gauge", "Last time a container was seen by the exporter", static s => s.Usage.At.ToUnixTimeSeconds()),
        ("container_start_time_seconds", "gauge", "Start time of the container since unix epoch in seconds.", static s => s.Actual?.StartedAt?.ToUnixTimeSeconds()),
        ("container_spec_cpu_shares", "gauge", "CPU share of the container.", static s => s.Spec is null ? null : ResourceConversion.Shares(Of(s.Spec.Resources.Requests, "cpu") is { Sign: > 0 } asked ? asked.MilliValue : Of(s.Spec.Resources.Limits, "cpu").MilliValue)),
        ("container_spec_memory_limit_bytes", "gauge", "Memory limit for the container.", static s => s.Spec is null ? null : Of(s.Spec.Resources.Limits, "memory").Value),
    ];

    private static readonly (string Name, string Help, Func<GroupUsage.DeviceUse, long> Of)[] _disks =
    [
        ("container_fs_reads_bytes_total", "Cumulative count of bytes read", static d => d.ReadBytes),
        ("container_fs_writes_bytes_total", "Cumulative count of bytes written", static d => d.WrittenBytes),
        ("container_fs_reads_total", "Cumulative count of reads completed", static d => d.Reads),
        ("container_fs_writes_total", "Cumulative count of writes completed", static d => d.Writes),
    ];

    // In the order of the numbers of NetworkUse.
    private static readonly (string Name, string Help)[] _networks =
    [
        ("container_network_receive_bytes_total", "Cumulative count of bytes received"), ("container_network_receive_packets_total", "Cumulative count of packets received"),
        ("container_network_receive_errors_total", "Cumulative count of errors encountered while receiving"), ("container_network_receive_packets_dropped_total", "Cumulative count of packets dropped while receiving"),
        ("container_network_transmit_bytes_total", "Cumulative count of bytes transmitted"), ("container_network_transmit_packets_total", "Cumulative count of packets transmitted"),
        ("container_network_transmit_errors_total", "Cumulative count of errors encountered while transmitting"), ("container_network_transmit_packets_dropped_total", "Cumulative count of packets dropped while transmitting"),
    ];

    /// <summary>The text of the page.</summary>
    public string Text(IReadOnlyList<ContainerUsage> containers, IEnumerable<PodWorker> workers)
    {
        var text = new StringBuilder();
        var known = workers.DistinctBy(static w => w.Pod.Metadata.Uid).ToDictionary(static w => w.Pod.Metadata.Uid ?? "", StringComparer.Ordinal);
        var seen = containers.Select(u => Look(u, known.GetValueOrDefault(u.PodUid))).ToList();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (name, type, help, of) in _families)
        {
            MetricText.Plain(text, name, type, help);
            foreach (var one in seen)
            {
                if (of(one) is { } value) { text.Append(CultureInfo.InvariantCulture, $"{name}{{{one.Labels}}} {value} {one.Usage.At.ToUnixTimeMilliseconds()}\n"); }
            }
        }
        Bounds(text, seen);
        Disks(text, seen, now);
        Networks(text, known.Values, seen, now);
        Machines(text);
        return text.ToString();
    }

    private Seen Look(ContainerUsage usage, PodWorker? worker)
    {
        var actual = worker?.Actual.Newest(usage.Container);
        var parent = worker is null || options.CgroupRoot.Length == 0 ? "" : SandboxConfigs.CgroupParent(options.CgroupRoot, worker.Pod);
        var group = parent.Length == 0 || actual is null ? null : CgroupNames.OfContainer(parent, actual.Id).Select(static g => GroupUsage.Read(PodCgroups.Root, g)).FirstOrDefault(static g => g is not null);
        var labels = Labels(usage.Container, $"{(parent.Length > 0 ? parent : $"/pod{usage.PodUid}")}/{actual?.Id}", actual?.Image ?? "", actual?.Id ?? "", usage.PodNamespace, usage.PodName);
        return new Seen(usage, group, worker is null ? null : PodContainers.Find(worker.Pod.Spec, usage.Container)?.Spec, actual, labels) { Descriptors = group is null ? null : DescriptorsOf(group.Processes) };
    }

    private static (int, int) DescriptorsOf(IReadOnlyList<int> processes)
    {
        var (all, sockets) = (0, 0);
        foreach (var process in processes.Take(DescriptorProcessesMax))
        {
            try
            {
                foreach (var descriptor in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd"))
                {
                    all++;
                    if (new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true) { sockets++; }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { /* it has ended */ }
        }
        return (all, sockets);
    }

    // Only what has a limit of CPU tells one.
    private void Bounds(StringBuilder text, List<Seen> seen)
    {
        MetricText.Plain(text, "container_spec_cpu_period", "gauge", "CPU period of the container.");
        foreach (var one in seen.Where(IsBounded)) { text.Append(CultureInfo.InvariantCulture, $"container_spec_cpu_period{{{one.Labels}}} {options.CpuPeriodMicroseconds}\n"); }
        MetricText.Plain(text, "container_spec_cpu_quota", "gauge", "CPU quota of the container.");
        foreach (var one in seen.Where(IsBounded)) { text.Append(CultureInfo.InvariantCulture, $"container_spec_cpu_quota{{{one.Labels}}} {Of(one.Spec!.Resources.Limits, "cpu").MilliValue * options.CpuPeriodMicroseconds / 1000}\n"); }
    }

    private static void Disks(StringBuilder text, List<Seen> seen, long now)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, help, of) in _disks)
        {
            MetricText.Plain(text, name, "counter", help);
            foreach (var one in seen)
            {
                foreach (var (device, use) in one.Group?.Devices ?? new Dictionary<string, GroupUsage.DeviceUse>())
                {
                    if (!names.TryGetValue(device, out var path)) { names[device] = path = DeviceName(device); }
                    text.Append(CultureInfo.InvariantCulture, $"{name}{{device=\"{path}\",{one.Labels}}} {of(use)} {now}\n");
                }
            }
        }
    }

    private static string DeviceName(string device)
    {
        var link = new DirectoryInfo($"/sys/dev/block/{device}").LinkTarget;
        return link is null ? device : $"/dev/{Path.GetFileName(link)}";
    }

    // A pod's interfaces as one of its processes sees them; those of the machine are the machine's.
    private void Networks(StringBuilder text, IEnumerable<PodWorker> workers, List<Seen> seen, long now)
    {
        var processes = seen.Where(static s => s.Group?.Processes.Count > 0).GroupBy(static s => s.Usage.PodUid).ToDictionary(static g => g.Key, static g => g.First().Group!.Processes[0], StringComparer.Ordinal);
        var found = new List<(string Labels, NetworkUse Use)>();
        foreach (var use in NetworkUse.Of(Environment.ProcessId)) { found.Add((Labels("", "/", "", "", "", ""), use)); }
        foreach (var worker in workers)
        {
            if (worker.Pod.Spec.HostNetwork == true || worker.Actual.ReadySandbox is not { } sandbox || !processes.TryGetValue(worker.Pod.Metadata.Uid ?? "", out var process)) { continue; }
            var parent = options.CgroupRoot.Length == 0 ? "" : SandboxConfigs.CgroupParent(options.CgroupRoot, worker.Pod);
            foreach (var use in NetworkUse.Of(process)) { found.Add((Labels("", $"{parent}/{sandbox.Id}", "", sandbox.Id, worker.Pod.Metadata.Namespace ?? "", worker.Pod.Metadata.Name ?? ""), use)); }
        }
        for (var i = 0; i < _networks.Length; i++)
        {
            MetricText.Plain(text, _networks[i].Name, "counter", _networks[i].Help);
            foreach (var (labels, use) in found) { text.Append(CultureInfo.InvariantCulture, $"{_networks[i].Name}{{interface=\"{use.Interface}\",{labels}}} {use.Numbers[i]} {now}\n"); }
        }
    }

    private void Machines(StringBuilder text)
    {
        var (info, usage) = (machine.System, MachineUsage.Read());
        var labels = MetricText.Labels(("boot_id", info.BootID), ("machine_id", info.MachineID), ("system_uuid", info.SystemUUID));
        foreach (var (name, help, value) in ((string, string, long)[])
            [
                ("machine_cpu_cores", "Number of logical CPU cores.", Environment.ProcessorCount), ("machine_memory_bytes", "Amount of memory installed on the machine.", usage.MemoryTotalBytes),
                ("machine_swap_bytes", "Amount of swap memory available on the machine.", usage.SwapTotalBytes),
            ])
        {
            MetricText.Plain(text, name, "gauge", help);
            text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
        }
        MetricText.Plain(text, "cadvisor_version_info", "gauge", "A metric with a constant '1' value labeled by kernel version, OS version, docker version, cadvisor version & cadvisor revision.");
        text.Append(CultureInfo.InvariantCulture, $"cadvisor_version_info{MetricText.Labels(("cadvisorRevision", ""), ("cadvisorVersion", ""), ("dockerVersion", ""), ("kernelVersion", info.KernelVersion), ("osVersion", info.OsImage))} 1\n");
        MetricText.Plain(text, "container_scrape_error", "gauge", "1 if there was an error while getting container metrics, 0 otherwise");
        text.Append("container_scrape_error 0\n");
    }

    private static bool IsBounded(Seen seen) => seen.Spec is not null && Of(seen.Spec.Resources.Limits, "cpu").Sign > 0;

    private static Quantity Of(ApiMap<Quantity> amounts, string resource) => amounts.TryGetValue(resource, out var amount) ? amount : Quantity.Zero;

    private static string Labels(string container, string id, string image, string name, string ns, string pod) =>
        $"container=\"{container}\",id=\"{id}\",image=\"{image}\",name=\"{name}\",namespace=\"{ns}\",pod=\"{pod}\"";
}

using System.Globalization;
using System.Text;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Serving;

/// <summary>/metrics/cadvisor: the names that dashboards rely on, of containers, pods and the machine. Pure.</summary>
internal static class CadvisorMetrics
{
    private sealed record Family(string Name, string Type, string Help, Func<ContainerUsage, double> Of);

    private static readonly Family[] _families =
    [
        new("container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed in seconds.", static u => u.CpuNanoseconds / 1e9),
        new("container_memory_usage_bytes", "gauge", "Current memory usage in bytes, including all memory regardless of when it was accessed", static u => u.MemoryUsageBytes),
        new("container_memory_working_set_bytes", "gauge", "Current working set in bytes.", static u => u.MemoryWorkingSetBytes),
        new("container_memory_rss", "gauge", "Size of RSS in bytes.", static u => u.MemoryRssBytes),
        new("container_memory_cache", "gauge", "Number of bytes of page cache memory.", static u => Math.Max(0, u.MemoryUsageBytes - u.MemoryRssBytes)),
        new("container_fs_usage_bytes", "gauge", "Number of bytes that are consumed by the container on this filesystem.", static u => u.DiskUsedBytes),
        new("container_fs_inodes_total", "gauge", "Number of Inodes", static u => u.InodesUsed),
        new("container_oom_events_total", "counter", "Count of out of memory events observed for the container", static u => u.MemoryKills),
    ];

    /// <summary>The text of the page.</summary>
    public static string Text(IReadOnlyList<ContainerUsage> containers, IEnumerable<PodWorker> workers, MachineUsage machine, int processors)
    {
        var text = new StringBuilder();
        var known = workers.ToDictionary(static w => w.Pod.Metadata.Uid ?? "", StringComparer.Ordinal);
        foreach (var family in _families)
        {
            Head(text, family.Name, family.Type, family.Help);
            foreach (var usage in containers)
            {
                var actual = known.GetValueOrDefault(usage.PodUid)?.Actual.Newest(usage.Container);
                var labels = $"container=\"{usage.Container}\",id=\"/kubepods/pod{usage.PodUid}/{actual?.Id}\",image=\"{actual?.Image}\",name=\"{actual?.Id}\",namespace=\"{usage.PodNamespace}\",pod=\"{usage.PodName}\"";
                text.Append(CultureInfo.InvariantCulture, $"{family.Name}{{{labels}}} {family.Of(usage)} {usage.At.ToUnixTimeMilliseconds()}\n");
            }
        }
        Specifications(text, known.Values);
        Head(text, "machine_cpu_cores", "gauge", "Number of logical CPU cores.");
        text.Append(CultureInfo.InvariantCulture, $"machine_cpu_cores {processors}\n");
        Head(text, "machine_memory_bytes", "gauge", "Amount of memory installed on the machine.");
        text.Append(CultureInfo.InvariantCulture, $"machine_memory_bytes {machine.MemoryTotalBytes}\n");
        return text.ToString();
    }

    private static void Specifications(StringBuilder text, IEnumerable<PodWorker> workers)
    {
        var (memory, start) = (new StringBuilder(), new StringBuilder());
        foreach (var worker in workers)
        {
            foreach (var container in worker.Pod.Spec.Containers)
            {
                if (worker.Actual.Newest(container.Name) is not { State: ContainerPhase.Running } actual) { continue; }
                var labels = $"container=\"{container.Name}\",id=\"/kubepods/pod{worker.Pod.Metadata.Uid}/{actual.Id}\",image=\"{actual.Image}\",name=\"{actual.Id}\",namespace=\"{worker.Pod.Metadata.Namespace}\",pod=\"{worker.Pod.Metadata.Name}\"";
                memory.Append(CultureInfo.InvariantCulture, $"container_spec_memory_limit_bytes{{{labels}}} {(container.Resources.Limits.TryGetValue("memory", out var limit) ? limit.Value : 0)}\n");
                start.Append(CultureInfo.InvariantCulture, $"container_start_time_seconds{{{labels}}} {actual.StartedAt?.ToUnixTimeSeconds() ?? 0}\n");
            }
        }
        Head(text, "container_spec_memory_limit_bytes", "gauge", "Memory limit for the container.");
        text.Append(memory);
        Head(text, "container_start_time_seconds", "gauge", "Start time of the container since unix epoch in seconds.");
        text.Append(start);
    }

    private static void Head(StringBuilder text, string name, string type, string help) => text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
}

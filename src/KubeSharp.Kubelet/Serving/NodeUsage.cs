using System.Globalization;
using System.Text;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Kubelet.Serving;

/// <summary>What node, pods and containers use, in the forms that monitoring reads.</summary>
internal sealed class NodeUsage(string nodeName, IPodRuntime runtime, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>/stats/summary.</summary>
    public async Task SummaryAsync(HttpContext context, CancellationToken cancellation)
    {
        var containers = await runtime.GetUsageAsync(cancellation);
        var node = MachineUsage.Read();
        var now = Text(time.GetUtcNow());
        var pods = containers.GroupBy(static c => (c.PodUid, c.PodNamespace, c.PodName)).Select(pod => (Node)ObjectNode.Of(
            ("podRef", ObjectNode.Of(("name", pod.Key.PodName), ("namespace", pod.Key.PodNamespace), ("uid", pod.Key.PodUid))),
            ("startTime", Text(_started)),
            ("containers", new ArrayNode([.. pod.Select(ContainerNode)])),
            ("cpu", Cpu(now, pod.Sum(static c => c.CpuNanocores), pod.Sum(static c => c.CpuNanoseconds))),
            ("memory", Memory(now, pod.Sum(static c => c.MemoryUsageBytes), pod.Sum(static c => c.MemoryWorkingSetBytes), pod.Sum(static c => c.MemoryRssBytes)))));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(ObjectNode.Of(
            ("node", ObjectNode.Of(("nodeName", nodeName), ("startTime", Text(_started)),
                ("cpu", Cpu(now, 0, node.CpuNanoseconds)),
                ("memory", ObjectNode.Of(("time", now), ("availableBytes", node.MemoryAvailableBytes), ("usageBytes", node.MemoryTotalBytes - node.MemoryFreeBytes),
                    ("workingSetBytes", node.MemoryTotalBytes - node.MemoryAvailableBytes))))),
            ("pods", new ArrayNode([.. pods]))).ToString(), cancellation);
    }

    /// <summary>/metrics/resource, for the metrics server.</summary>
    public async Task ResourceMetricsAsync(HttpContext context, CancellationToken cancellation)
    {
        var containers = await runtime.GetUsageAsync(cancellation);
        var node = MachineUsage.Read();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var text = new StringBuilder();
        Family("container_cpu_usage_seconds_total", "Cumulative cpu time consumed by the container in core-seconds", "counter",
            containers.Select(c => (Labels(c), c.CpuNanoseconds / 1e9, c.At.ToUnixTimeMilliseconds())));
        Family("container_memory_working_set_bytes", "Current working set of the container in bytes", "gauge",
            containers.Select(c => (Labels(c), (double)c.MemoryWorkingSetBytes, c.At.ToUnixTimeMilliseconds())));
        Family("node_cpu_usage_seconds_total", "Cumulative cpu time consumed by the node in core-seconds", "counter", [("", node.CpuNanoseconds / 1e9, now)]);
        Family("node_memory_working_set_bytes", "Current working set of the node in bytes", "gauge", [("", node.MemoryTotalBytes - node.MemoryAvailableBytes, now)]);
        var pods = containers.GroupBy(static c => $"{{namespace=\"{c.PodNamespace}\",pod=\"{c.PodName}\"}}").ToList();
        Family("pod_cpu_usage_seconds_total", "Cumulative cpu time consumed by the pod in core-seconds", "counter", pods.Select(p => (p.Key, p.Sum(static c => c.CpuNanoseconds) / 1e9, now)));
        Family("pod_memory_working_set_bytes", "Current working set of the pod in bytes", "gauge", pods.Select(p => (p.Key, (double)p.Sum(static c => c.MemoryWorkingSetBytes), now)));
        context.Response.ContentType = "text/plain; version=0.0.4";
        await context.Response.WriteAsync(text.Append("# HELP resource_scrape_error 1 if there was an error while getting container metrics, 0 otherwise\n# TYPE resource_scrape_error gauge\nresource_scrape_error 0\n").ToString(), cancellation);

        void Family(string name, string help, string type, IEnumerable<(string Labels, double Value, long At)> samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
            foreach (var (labels, value, at) in samples) { text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value} {at}\n"); }
        }
    }

    /// <summary>/metrics: the agent itself.</summary>
    public async Task AgentMetricsAsync(HttpContext context, int pods, CancellationToken cancellation)
    {
        context.Response.ContentType = "text/plain; version=0.0.4";
        await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture,
            $"# TYPE kubelet_running_pods gauge\nkubelet_running_pods {pods}\n# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {Environment.WorkingSet}\n"), cancellation);
    }

    private static Node ContainerNode(ContainerUsage usage)
    {
        var at = Text(usage.At);
        return ObjectNode.Of(("name", usage.Container), ("startTime", at),
            ("cpu", Cpu(at, usage.CpuNanocores, usage.CpuNanoseconds)),
            ("memory", Memory(at, usage.MemoryUsageBytes, usage.MemoryWorkingSetBytes, usage.MemoryRssBytes)),
            ("rootfs", ObjectNode.Of(("time", at), ("usedBytes", usage.DiskUsedBytes), ("inodesUsed", usage.InodesUsed))));
    }

    private static ObjectNode Cpu(string at, long nanocores, long nanoseconds) => ObjectNode.Of(("time", at), ("usageNanoCores", nanocores), ("usageCoreNanoSeconds", nanoseconds));

    private static ObjectNode Memory(string at, long usage, long workingSet, long rss) =>
        ObjectNode.Of(("time", at), ("usageBytes", usage), ("workingSetBytes", workingSet), ("rssBytes", rss));

    private static string Labels(ContainerUsage usage) => $"{{container=\"{usage.Container}\",namespace=\"{usage.PodNamespace}\",pod=\"{usage.PodName}\"}}";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.Controllers.Nodes;

/// <summary>What is counted of nodes and their zones, under upstream's names. Source: Kubernetes Metrics Reference, node_collector.</summary>
public sealed class NodeMetrics
{
    private readonly MetricSet _all = new();
    private volatile IReadOnlyList<(string Zone, int Ready, int All)> _zones = [];

    /// <summary>Nothing is counted yet.</summary>
    public NodeMetrics()
    {
        Evictions = _all.Counter("node_collector_evictions_total", "Number of Node evictions that happened since current instance of NodeController started.", "zone");
        Looks = _all.Histogram("node_collector_update_node_health_duration_seconds", "Duration in seconds for NodeController to update the health of a single node.", Metric.Growing(0.001, 4, 8));
        LooksAtAll = _all.Histogram("node_collector_update_all_nodes_health_duration_seconds", "Duration in seconds for NodeController to update the health of all nodes.", Metric.Growing(0.01, 4, 8));
    }

    /// <summary>Nodes that lost their pods.</summary>
    public Metric Evictions { get; }
    /// <summary>Looks at one node.</summary>
    public Metric Looks { get; }
    /// <summary>Looks at all of them, for their zones.</summary>
    public Metric LooksAtAll { get; }

    /// <summary>How the nodes are.</summary>
    public void Seen(IEnumerable<(string Zone, bool IsReady)> nodes) =>
        _zones = [.. nodes.GroupBy(static n => n.Zone, StringComparer.Ordinal).Select(static z => (z.Key, z.Count(static n => n.IsReady), z.Count()))];

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        _all.Write(text);
        var zones = _zones.Select(static z => (Labels: MetricText.Labels(("zone", z.Zone)), z.Ready, z.All)).ToImmutableArray();
        MetricText.Family(text, "node_collector_zone_health", "gauge", "Gauge measuring percentage of healthy nodes per zone.", zones.Select(static z => (z.Labels, 100d * z.Ready / z.All)));
        MetricText.Family(text, "node_collector_zone_size", "gauge", "Gauge measuring number of registered Nodes per zones.", zones.Select(static z => (z.Labels, (double)z.All)));
        MetricText.Family(text, "node_collector_unhealthy_nodes_in_zone", "gauge", "Gauge measuring number of not Ready Nodes per zones.", zones.Select(static z => (z.Labels, (double)(z.All - z.Ready))));
    }
}

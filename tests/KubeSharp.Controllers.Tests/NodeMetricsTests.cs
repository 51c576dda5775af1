using System.Text;
using KubeSharp.Controllers.Nodes;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Tests;

public sealed class NodeMetricsTests
{
    [Fact]
    public void Zones_are_told_with_how_many_of_their_nodes_are_well()
    {
        var metrics = new NodeMetrics();
        metrics.Seen([("a", true), ("a", true), ("a", false), ("", false)]);
        var controller = new NodeLifecycleController(new NodeHealthOptions(), metrics);
        controller.Reconcile(new ObjectKey("", "gone"), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var text = new StringBuilder();
        metrics.Write(text);
        Assert.Contains("node_collector_zone_health{zone=\"a\"} 66.66", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("node_collector_zone_size{zone=\"a\"} 3\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("node_collector_unhealthy_nodes_in_zone{zone=\"\"} 1\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("node_collector_update_node_health_duration_seconds_count 1\n", text.ToString(), StringComparison.Ordinal);
    }
}

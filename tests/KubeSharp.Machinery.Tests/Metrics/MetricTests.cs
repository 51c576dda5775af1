using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.Machinery.Tests.Metrics;

public sealed class MetricTests
{
    private static string Text(Metric metric)
    {
        var text = new StringBuilder();
        metric.Write(text);
        return text.ToString();
    }

    [Fact]
    public void What_has_no_labels_is_there_before_it_is_counted_and_what_has_some_is_not()
    {
        Assert.Equal("# HELP a_total [ALPHA] help\n# TYPE a_total counter\na_total 0\n", Text(new Metric("a_total", "counter", "help")));
        Assert.Equal("# HELP a_total [ALPHA] help\n# TYPE a_total counter\n", Text(new Metric("a_total", "counter", "help", "why")));
    }

    [Fact]
    public void A_value_of_a_label_may_hold_whatever_text()
    {
        var metric = new Metric("a_total", "counter", "help", "why");
        metric.Add(2, "a \"b\\\n");
        Assert.Contains("a_total{why=\"a \\\"b\\\\\\n\"} 2\n", Text(metric), StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_counts_upward_and_sums_what_is_large()
    {
        var metric = new Metric("a_bytes", "histogram", "help", "kind") { Bounds = [1, 10] };
        metric.Observe(0.5, "x");
        metric.Observe(10, "x");
        metric.Observe(4e12, "x");
        Assert.EndsWith("a_bytes_bucket{kind=\"x\",le=\"1\"} 1\na_bytes_bucket{kind=\"x\",le=\"10\"} 2\na_bytes_bucket{kind=\"x\",le=\"+Inf\"} 3\na_bytes_sum{kind=\"x\"} 4000000000010.5\na_bytes_count{kind=\"x\"} 3\n", Text(metric), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_gone_is_forgotten()
    {
        var metric = new Metric("a_total", "counter", "help", "pod");
        metric.Add(1, "gone");
        metric.Add(1, "there");
        metric.Forget(static l => l[0] == "gone");
        Assert.EndsWith("counter\na_total{pod=\"there\"} 1\n", Text(metric), StringComparison.Ordinal);
    }
}

using System.Collections.Immutable;
using System.Text;

namespace KubeSharp.Machinery.Metrics;

/// <summary>The metrics of one part, written together.</summary>
public sealed class MetricSet
{
    private readonly List<Metric> _all = [];

    /// <summary>One more that only grows.</summary>
    public Metric Counter(string name, string help, params ImmutableArray<string> labels) => Add(new Metric(name, "counter", help, labels));

    /// <summary>One more that goes up and down.</summary>
    public Metric Gauge(string name, string help, params ImmutableArray<string> labels) => Add(new Metric(name, "gauge", help, labels));

    /// <summary>One more of values in buckets with these upper bounds.</summary>
    public Metric Histogram(string name, string help, ImmutableArray<double> bounds, params ImmutableArray<string> labels) => Add(new Metric(name, "histogram", help, labels) { Bounds = bounds });

    /// <summary>All in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var metric in _all) { metric.Write(text); }
    }

    private Metric Add(Metric metric)
    {
        _all.Add(metric);
        return metric;
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.Client.WorkQueues;

/// <summary>What the queues of a component count, under upstream's names. Source: Kubernetes Metrics Reference, workqueue.</summary>
public sealed class WorkQueueMetrics
{
    private static readonly ImmutableArray<double> _seconds = Metric.Growing(1e-8, 10, 12);
    private readonly MetricSet _all = new();
    private readonly ConcurrentDictionary<string, Func<(int Depth, double Unfinished, double Longest)>> _queues = new(StringComparer.Ordinal);

    /// <summary>No queue is known yet.</summary>
    public WorkQueueMetrics()
    {
        Adds = _all.Counter("workqueue_adds_total", "Total number of adds handled by workqueue", "name");
        Retries = _all.Counter("workqueue_retries_total", "Total number of retries handled by workqueue", "name");
        Waits = _all.Histogram("workqueue_queue_duration_seconds", "How long in seconds an item stays in workqueue before being requested.", _seconds, "name");
        Works = _all.Histogram("workqueue_work_duration_seconds", "How long in seconds processing an item from workqueue takes.", _seconds, "name");
    }

    /// <summary>Keys that were added.</summary>
    public Metric Adds { get; }
    /// <summary>Keys that come again after a failure.</summary>
    public Metric Retries { get; }
    /// <summary>How long they waited.</summary>
    public Metric Waits { get; }
    /// <summary>How long they were worked on.</summary>
    public Metric Works { get; }

    /// <summary>A queue tells how it stands.</summary>
    internal void Add(string name, Func<(int Depth, double Unfinished, double Longest)> state)
    {
        _queues[name] = state;
        // Told from the beginning, so that their growth is seen.
        Adds.Add(0, name);
        Retries.Add(0, name);
    }

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        _all.Write(text);
        var now = _queues.Select(static q => (Labels: MetricText.Labels(("name", q.Key)), State: q.Value())).ToList();
        MetricText.Family(text, "workqueue_depth", "gauge", "Current depth of workqueue", now.Select(static q => (q.Labels, (double)q.State.Depth)));
        MetricText.Family(text, "workqueue_unfinished_work_seconds", "gauge", "How many seconds of work has done that is in progress and hasn't been observed by work_duration. Large values indicate stuck threads. One can deduce the number of stuck threads by observing the rate at which this increases.", now.Select(static q => (q.Labels, q.State.Unfinished)));
        MetricText.Family(text, "workqueue_longest_running_processor_seconds", "gauge", "How many seconds has the longest running processor for workqueue been running.", now.Select(static q => (q.Labels, q.State.Longest)));
    }
}

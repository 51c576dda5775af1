using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What all levels count, by flow schema. Source: Kubernetes Metrics Reference, apiserver_flowcontrol.</summary>
public sealed class FlowMetrics
{
    private const string Schema = "flow_schema", Level = "priority_level";

    /// <summary>Requests that got seats.</summary>
    public Metric Dispatched { get; } = new("apiserver_flowcontrol_dispatched_requests_total", "counter", "Number of requests executed by API Priority and Fairness subsystem", Schema, Level);
    /// <summary>Requests that have seats.</summary>
    public Metric Executing { get; } = new("apiserver_flowcontrol_current_executing_requests", "gauge", "Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage in the API Priority and Fairness subsystem", Schema, Level);
    /// <summary>The seats that they have.</summary>
    public Metric Seats { get; } = new("apiserver_flowcontrol_current_executing_seats", "gauge", "Concurrency (number of seats) occupied by the currently executing (initial stage for a WATCH, any stage otherwise) requests in the API Priority and Fairness subsystem", Schema, Level);
    /// <summary>Requests that wait for seats.</summary>
    public Metric Waiting { get; } = new("apiserver_flowcontrol_current_inqueue_requests", "gauge", "Number of requests currently pending in queues of the API Priority and Fairness subsystem", Schema, Level);
    /// <summary>Requests refused.</summary>
    public Metric Rejected { get; } = new("apiserver_flowcontrol_rejected_requests_total", "counter", "Number of requests rejected by API Priority and Fairness subsystem", Schema, Level, "reason");
    /// <summary>How long requests waited, in seconds, and whether they were let in then.</summary>
    public Metric Waited { get; } = new("apiserver_flowcontrol_request_wait_duration_seconds", "histogram", "Length of time a request spent waiting in its queue", "execute", Schema, Level) { Bounds = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30] };

    /// <summary>Adds them in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var metric in (ReadOnlySpan<Metric>)[Dispatched, Executing, Seats, Waiting, Rejected, Waited]) { metric.Write(text); }
    }
}

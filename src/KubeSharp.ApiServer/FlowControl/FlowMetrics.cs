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

    /// <summary>How long requests had their seats, in seconds; watches until they have begun.</summary>
    public Metric Executed { get; } = new("apiserver_flowcontrol_request_execution_seconds", "histogram", "Duration of initial stage (for a WATCH) or any (for a non-WATCH) stage of request execution in the API Priority and Fairness subsystem", Schema, Level, "type") { Bounds = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30] };
    /// <summary>The seats that requests were reckoned to need.</summary>
    public Metric Estimated { get; } = new("apiserver_flowcontrol_work_estimated_seats", "histogram", "Number of estimated seats (maximum of initial and final seats) associated with requests in API Priority and Fairness", Schema, Level) { Bounds = [1, 2, 4, 8, 16, 32, 64, 100] };
    /// <summary>The seats that those who wait want.</summary>
    public Metric WaitingSeats { get; } = new("apiserver_flowcontrol_current_inqueue_seats", "gauge", "Number of seats currently pending in queues of the API Priority and Fairness subsystem", Schema, Level);
    /// <summary>How many waited in a queue when one more came, it among them.</summary>
    public Metric QueueLengths { get; } = new("apiserver_flowcontrol_request_queue_length_after_enqueue", "histogram", "Length of queue in the API Priority and Fairness subsystem, as seen by each request after it is enqueued", Schema, Level) { Bounds = [0, 10, 25, 50, 100, 250, 500, 1000] };

    /// <summary>Adds them in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var metric in (ReadOnlySpan<Metric>)[Dispatched, Executing, Seats, Waiting, Rejected, Waited, Executed, Estimated, WaitingSeats, QueueLengths]) { metric.Write(text); }
    }
}

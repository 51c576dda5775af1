using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What operators may look at: the tables under /debug/api_priority_and_fairness and the metrics. Source: API Priority and Fairness, observability.</summary>
public sealed class FlowReports(FlowTable table)
{
    /// <summary>The table of the name (dump_priority_levels, dump_queues, dump_requests); null where there is none.</summary>
    public string? Dump(string name) => name switch
    {
        "dump_priority_levels" => Rows("PriorityLevelName, ActiveQueues, IsIdle, IsQuiescing, WaitingRequests, ExecutingRequests, DispatchedRequests, RejectedRequests, TimedoutRequests, CancelledRequests", table.Levels.Select(LevelRow)),
        "dump_queues" => Rows("PriorityLevelName, Index, PendingRequests, ExecutingRequests, SeatsInUse, NextDispatchR, InitialSeatsSum, MaxSeatsSum, TotalWorkSum", table.Levels.SelectMany(static l => l.Queues().Select((q, i) => string.Create(CultureInfo.InvariantCulture, $"{l.Settings.Name}, {i}, {q.Waiting}, 0, 0, {q.NextStart:F8}ss, {q.Waiting}, {q.Waiting}, 0")))),
        "dump_requests" => Rows("PriorityLevelName, FlowSchemaName, QueueIndex, RequestIndexInQueue, FlowDistingsher, ArriveTime, InitialSeats, FinalSeats, AdditionalLatency, StartTime", table.Levels.SelectMany(static l => l.Queues().SelectMany((q, i) => q.Requests.Select((r, j) => string.Create(CultureInfo.InvariantCulture, $"{l.Settings.Name}, , {i}, {j}, {r.Flow}, -{r.Since.TotalSeconds:F6}s, 1, 0, 0s, "))))),
        _ => null,
    };

    /// <summary>Adds the metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        Metric(text, "apiserver_flowcontrol_dispatched_requests_total", "counter", "Number of requests executed by API Priority and Fairness subsystem", static l => l.Counters.Dispatched);
        Metric(text, "apiserver_flowcontrol_current_executing_requests", "gauge", "Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage in the API Priority and Fairness subsystem", static l => l.Counters.Dispatched - l.Counters.Finished);
        Metric(text, "apiserver_flowcontrol_current_executing_seats", "gauge", "Concurrency (number of seats) occupied by the currently executing (initial stage for a WATCH, any stage otherwise) requests in the API Priority and Fairness subsystem", static l => l.State.InUse);
        Metric(text, "apiserver_flowcontrol_current_inqueue_requests", "gauge", "Number of requests currently pending in queues of the API Priority and Fairness subsystem", static l => l.State.Waiting);
        Metric(text, "apiserver_flowcontrol_current_limit_seats", "gauge", "current derived number of execution seats available to each priority level", static l => l.State.Seats);
        Metric(text, "apiserver_flowcontrol_request_wait_duration_seconds_sum", "untyped", "Length of time a request spent waiting in its queue", static l => l.Counters.WaitedSeconds);
        text.Append("# HELP apiserver_flowcontrol_rejected_requests_total Number of requests rejected by API Priority and Fairness subsystem\n# TYPE apiserver_flowcontrol_rejected_requests_total counter\n");
        foreach (var (level, reason, count) in table.Levels.SelectMany(static l => l.Counters.Rejected.Select(r => (l.Settings.Name, r.Key, r.Value))))
        {
            text.Append(CultureInfo.InvariantCulture, $"apiserver_flowcontrol_rejected_requests_total{{priority_level=\"{level}\",reason=\"{reason}\"}} {count}\n");
        }
    }

    private void Metric(StringBuilder text, string name, string type, string help, Func<PriorityLevel, double> value)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var level in table.Levels) { text.Append(CultureInfo.InvariantCulture, $"{name}{{priority_level=\"{level.Settings.Name}\"}} {value(level)}\n"); }
    }

    private static string LevelRow(PriorityLevel level)
    {
        var (_, inUse, waiting) = level.State;
        long Rejected(string reason) => level.Counters.Rejected.GetValueOrDefault(reason);
        return $"{level.Settings.Name}, {level.Queues().Count(static q => q.Waiting > 0)}, {(inUse + waiting == 0 ? "true" : "false")}, false, {waiting}, {level.Counters.Dispatched - level.Counters.Finished}, {level.Counters.Dispatched}, {Rejected("queue-full") + Rejected("concurrency-limit")}, {Rejected("time-out")}, {Rejected("cancelled")}";
    }

    private static string Rows(string head, IEnumerable<string> rows) => string.Join('\n', rows.Prepend(head)) + "\n";
}

using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Metrics;

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
        table.Metrics.Write(text);
        const string Limit = "apiserver_flowcontrol_current_limit_seats";
        MetricText.Head(text, Limit, "gauge", "current derived number of execution seats available to each priority level");
        foreach (var level in table.Levels) { text.Append(CultureInfo.InvariantCulture, $"{Limit}{{priority_level=\"{level.Settings.Name}\"}} {level.State.Seats}\n"); }
    }

    private static string LevelRow(PriorityLevel level)
    {
        var (_, inUse, waiting) = level.State;
        long Rejected(string reason) => level.Counters.Rejected.GetValueOrDefault(reason);
        return $"{level.Settings.Name}, {level.Queues().Count(static q => q.Waiting > 0)}, {(inUse + waiting == 0 ? "true" : "false")}, false, {waiting}, {level.Counters.Dispatched - level.Counters.Finished}, {level.Counters.Dispatched}, {Rejected("queue-full") + Rejected("concurrency-limit")}, {Rejected("time-out")}, {Rejected("cancelled")}";
    }

    private static string Rows(string head, IEnumerable<string> rows) => string.Join('\n', rows.Prepend(head)) + "\n";
}

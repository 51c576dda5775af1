using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What operators may look at: the tables under /debug/api_priority_and_fairness and the metrics. Source: API Priority and Fairness, observability.</summary>
public sealed class FlowReports(FlowTable table)
{
    private const int ColumnMin = 8;
    private static readonly string[] _ofRequest = ["PriorityLevelName", "FlowSchemaName", "QueueIndex", "RequestIndexInQueue", "FlowDistingsher", "ArriveTime", "InitialSeats", "FinalSeats", "AdditionalLatency", "StartTime"];
    private static readonly string[] _details = ["UserName", "Verb", "APIPath", "Namespace", "Name", "APIVersion", "Resource", "SubResource"];

    /// <summary>The table of the name (dump_priority_levels, dump_queues, dump_requests), and whether it tells of each request who asks what; null where there is none.</summary>
    public string? Dump(string name, bool hasDetails) => name switch
    {
        "dump_priority_levels" => Table(["PriorityLevelName", "ActiveQueues", "IsIdle", "IsQuiescing", "WaitingRequests", "ExecutingRequests", "DispatchedRequests", "RejectedRequests", "TimedoutRequests", "CancelledRequests"], table.Levels.Select(LevelRow)),
        "dump_queues" => Table(["PriorityLevelName", "Index", "PendingRequests", "ExecutingRequests", "SeatsInUse", "NextDispatchR", "InitialSeatsSum", "MaxSeatsSum", "TotalWorkSum"], table.Levels.SelectMany(QueueRows)),
        "dump_requests" => Table([.. _ofRequest, .. hasDetails ? _details : []], table.Levels.SelectMany(l => l.Dump().Requests.Select(r => (IReadOnlyList<string>)[.. RequestRow(l, r), .. hasDetails ? Details(r.Request) : []]))),
        _ => null,
    };

    /// <summary>Adds the metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        table.Metrics.Write(text);
        const string Limit = "apiserver_flowcontrol_current_limit_seats";
        MetricText.Head(text, Limit, "gauge", "current derived number of execution seats available to each priority level");
        foreach (var level in table.Levels) { text.Append(CultureInfo.InvariantCulture, $"{Limit}{{priority_level=\"{level.Settings.Name}\"}} {level.State.Seats}\n"); }
        var bounds = table.Bounds();
        void Write(string name, string help, Func<(LevelSettings Level, double Nominal, double Min, double Max), double> value) =>
            MetricText.Family(text, "apiserver_flowcontrol_" + name, "gauge", help, bounds.Select(b => (MetricText.Labels(("priority_level", b.Level.Name)), value(b))));
        Write("nominal_limit_seats", "Nominal number of execution seats configured for each priority level", static b => b.Nominal);
        Write("lower_limit_seats", "Configured lower bound on number of execution seats available to each priority level", static b => b.Min);
        Write("upper_limit_seats", "Configured upper bound on number of execution seats available to each priority level", static b => b.Max);
    }

    private static IReadOnlyList<string> LevelRow(PriorityLevel level)
    {
        var (dump, counters) = (level.Dump(), level.Counters);
        var waiting = dump.Requests.Count(static r => r.Started is null);
        long Rejected(string reason) => counters.Rejected.GetValueOrDefault(reason);
        return [level.Settings.Name, Text(dump.Requests.Where(static r => r.Started is null).DistinctBy(static r => r.Queue).Count()), Text(dump.Requests.Count == 0), Text(false), Text(waiting), Text(dump.Requests.Count - waiting),
            Text(counters.Dispatched), Text(Rejected("queue-full") + Rejected("concurrency-limit")), Text(Rejected("time-out")), Text(Rejected("cancelled"))];
    }

    private static IEnumerable<IReadOnlyList<string>> QueueRows(PriorityLevel level)
    {
        var dump = level.Dump();
        foreach (var (i, next) in dump.NextStarts.Index())
        {
            var (waiting, running) = (dump.Requests.Where(r => r.Queue == i && r.Started is null).ToList(), dump.Requests.Where(r => r.Queue == i && r.Started is not null).ToList());
            var seats = Text(waiting.Sum(static r => r.Seats));
            yield return [level.Settings.Name, Text(i), Text(waiting.Count), Text(running.Count), Text(running.Sum(static r => r.Seats)), Work(next), seats, seats, Work(waiting.Sum(static r => r.SeatSeconds))];
        }
    }

    // A request needs its seats until it is done, and none after that.
    private static IReadOnlyList<string> RequestRow(PriorityLevel level, LevelDump.Entry row) =>
        [level.Settings.Name, row.Request.Schema, Text(row.Queue), Text(row.Place), row.Request.Flow, Text(row.Arrived), Text(row.Seats), Text(0), "0s", Text(row.Started ?? default)];

    private static IReadOnlyList<string> Details(FlowRequest request)
    {
        var info = request.Info;
        return [request.User, info.Verb, info.Path, info.Namespace, info.Name, info.Group.Length == 0 ? info.Version : $"{info.Group}/{info.Version}", info.Resource, info.Subresource];
    }

    private static string Text(bool value) => value ? "true" : "false";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    // Seconds of seats, which upstream writes so.
    private static string Work(double seconds) => seconds.ToString("F8", CultureInfo.InvariantCulture) + "ss";

    private static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<IReadOnlyList<string>> lines = [head, .. rows];
        var widths = head.Select((_, column) => Math.Max(ColumnMin, lines.Max(l => l[column].Length) + ", ".Length)).ToList();
        return string.Concat(lines.Select(l => string.Concat(l.SkipLast(1).Select((cell, i) => (cell + ',').PadRight(widths[i])).Append(l[^1])) + '\n'));
    }
}

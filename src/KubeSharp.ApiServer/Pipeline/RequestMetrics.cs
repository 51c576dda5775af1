using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>Counts requests under upstream's metric names. Source: Kubernetes Metrics Reference.</summary>
public sealed class RequestMetrics
{
    private static readonly double[] _bucketsSeconds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
    // Compat: objectives begin at 0.05 seconds.
    private const int FirstSliBound = 2;
    private readonly ConcurrentDictionary<(string Verb, string Group, string Version, string Resource, string Subresource, string Scope, string DryRun, int Code, string Client), long> _requests = new();
    private readonly ConcurrentDictionary<(string Verb, string Group, string Version, string Resource, string Subresource, string Scope, string DryRun), long[]> _durations = new();
    private readonly ConcurrentDictionary<(string Verb, string Group, string Version, string Resource, string Subresource, string Scope), int[]> _longRunning = new();
    private int _reading;
    private int _writing;

    /// <summary>Requests under way that do not last by their nature.</summary>
    public int UnderWay => Volatile.Read(ref _reading) + Volatile.Read(ref _writing);

    /// <summary>A request begins; it ends by <see cref="End"/>.</summary>
    public void Begin(RequestInfo info)
    {
        if (info.IsLongRunning) { Interlocked.Increment(ref _longRunning.GetOrAdd(Key(info), static _ => new int[1])[0]); }
        else if (IsWrite(info)) { Interlocked.Increment(ref _writing); }
        else { Interlocked.Increment(ref _reading); }
    }

    /// <summary>A request that was begun is over; of clients only those of the system itself are told apart.</summary>
    public void End(RequestInfo info, int code, TimeSpan duration, string dryRun = "", string client = "")
    {
        if (info.IsLongRunning) { Interlocked.Decrement(ref _longRunning.GetOrAdd(Key(info), static _ => new int[1])[0]); }
        else if (IsWrite(info)) { Interlocked.Decrement(ref _writing); }
        else { Interlocked.Decrement(ref _reading); }
        var key = Key(info);
        _requests.AddOrUpdate((key.Verb, key.Group, key.Version, key.Resource, key.Subresource, key.Scope, dryRun, code, client), 1, static (_, n) => n + 1);
        if (key.Verb is "WATCH" or "CONNECT") { return; }
        Observe(_durations.GetOrAdd((key.Verb, key.Group, key.Version, key.Resource, key.Subresource, key.Scope, dryRun), static _ => NewHistogram()), duration);
    }

    /// <summary>What is said of a request that writes nothing: nothing else than All may stand there.</summary>
    public static string DryRun(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? "" : values.All(static v => v == "All") ? "All" : "invalid";

    /// <summary>The component of the system that the user agent names; nothing for all others.</summary>
    public static string SystemClient(string? userAgent) => userAgent?.Split('/', 2) is [("kube-apiserver" or "kube-controller-manager" or "kube-scheduler" or "cluster-policy-controller") and var component, _] ? component : "";

    /// <summary>A histogram of durations: the buckets' counts, then the sum in microseconds.</summary>
    public static long[] NewHistogram() => new long[_bucketsSeconds.Length + 2];

    /// <summary>Counts a duration in a histogram.</summary>
    public static void Observe(long[] histogram, TimeSpan duration)
    {
        var index = Array.FindIndex(_bucketsSeconds, b => duration.TotalSeconds <= b);
        Interlocked.Increment(ref histogram[index < 0 ? _bucketsSeconds.Length : index]);
        Interlocked.Add(ref histogram[^1], (long)duration.TotalMicroseconds);
    }

    /// <summary>How many a histogram has counted: all buckets, and not the sum behind them.</summary>
    public static long Count(long[] histogram)
    {
        var count = 0L;
        for (var i = 0; i < histogram.Length - 1; i++) { count += Volatile.Read(ref histogram[i]); }
        return count;
    }

    /// <summary>What the stages of requests count.</summary>
    public StageMetrics Stages { get; init; } = new();

    /// <summary>Others that write metrics beside these.</summary>
    public ImmutableArray<Action<StringBuilder>> Others { get; init; } = [];

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var other in Others) { other(text); }
        Stages.Write(text);
        MetricText.Head(text, "apiserver_current_inflight_requests", "gauge", "Maximal number of currently used inflight request limit of this apiserver per request kind in last second.");
        text.Append(CultureInfo.InvariantCulture, $"apiserver_current_inflight_requests{{request_kind=\"mutating\"}} {_writing}\napiserver_current_inflight_requests{{request_kind=\"readOnly\"}} {_reading}\n");
        MetricText.Head(text, "apiserver_longrunning_requests", "gauge", "Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.");
        foreach (var (key, count) in _longRunning) { text.Append(CultureInfo.InvariantCulture, $"apiserver_longrunning_requests{{{Labels(key)}}} {Volatile.Read(ref count[0])}\n"); }
        MetricText.Head(text, "apiserver_request_total", "counter", "Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.");
        foreach (var (key, count) in _requests)
        {
            text.Append(CultureInfo.InvariantCulture, $"apiserver_request_total{{code=\"{key.Code}\",{Labels((key.Verb, key.Group, key.Version, key.Resource, key.Subresource, key.Scope), key.DryRun, key.Client)}}} {count}\n");
        }
        MetricText.Head(text, "apiserver_request_duration_seconds", "histogram", "Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.");
        foreach (var (key, buckets) in _durations) { WriteHistogram(text, "apiserver_request_duration_seconds", Labels((key.Verb, key.Group, key.Version, key.Resource, key.Subresource, key.Scope), key.DryRun), buckets); }
        MetricText.Head(text, "apiserver_request_sli_duration_seconds", "histogram", "Response latency distribution (not counting webhook duration and priority & fairness queue wait times) in seconds for each verb, group, version, resource, subresource, scope and component.");
        foreach (var of in _durations.GroupBy(static d => (d.Key.Verb, d.Key.Group, d.Key.Version, d.Key.Resource, d.Key.Subresource, d.Key.Scope)))
        {
            var sums = NewHistogram();
            foreach (var (_, buckets) in of)
            {
                for (var i = 0; i < sums.Length; i++) { sums[i] += Volatile.Read(ref buckets[i]); }
            }
            WriteHistogram(text, "apiserver_request_sli_duration_seconds", Labels(of.Key), sums, FirstSliBound);
        }
    }

    private static string Labels((string Verb, string Group, string Version, string Resource, string Subresource, string Scope) key, string? dryRun = null, string? client = null) =>
        $"component=\"apiserver\",{(dryRun is null ? "" : $"dry_run=\"{dryRun}\",")}group=\"{key.Group}\",resource=\"{key.Resource}\",scope=\"{key.Scope}\",subresource=\"{key.Subresource}\",{(client is null ? "" : $"system_client=\"{client}\",")}verb=\"{key.Verb}\",version=\"{key.Version}\"";

    /// <summary>A histogram of durations in Prometheus' text form.</summary>
    public static void WriteHistogram(StringBuilder text, string name, string labels, long[] buckets, int firstBound = 0)
    {
        var sum = 0L;
        for (var i = 0; i <= _bucketsSeconds.Length; i++)
        {
            sum += Volatile.Read(ref buckets[i]);
            if (i < firstBound) { continue; }
            var bound = i == _bucketsSeconds.Length ? "+Inf" : _bucketsSeconds[i].ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {sum}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {Volatile.Read(ref buckets[^1]) / 1e6}\n{name}_count{{{labels}}} {sum}\n");
    }

    private static (string Verb, string Group, string Version, string Resource, string Subresource, string Scope) Key(RequestInfo info) => (Verb(info), info.Group, info.Version, info.Resource, info.Subresource, Scope(info));

    private static string Scope(RequestInfo info) => !info.IsResourceRequest ? "" : info.Name.Length > 0 ? "resource" : info.Namespace.Length > 0 ? "namespace" : "cluster";

    private static bool IsWrite(RequestInfo info) => info.Verb is "create" or "update" or "patch" or "delete" or "deletecollection" or "post" or "put";

    private static string Verb(RequestInfo info) => info.Subresource is "exec" or "attach" or "portforward" or "proxy" ? "CONNECT" : info.Verb switch
    {
        "update" => "PUT",
        "create" => "POST",
        "deletecollection" => "DELETECOLLECTION",
        var verb => verb.ToUpperInvariant(),
    };
}

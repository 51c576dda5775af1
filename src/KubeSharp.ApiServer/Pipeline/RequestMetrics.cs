using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>Counts requests under upstream's metric names. Source: Kubernetes Metrics Reference.</summary>
public sealed class RequestMetrics
{
    private static readonly double[] _bucketsSeconds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
    private readonly ConcurrentDictionary<(string Verb, string Group, string Version, string Resource, string Subresource, string Scope, int Code), long> _requests = new();
    private readonly ConcurrentDictionary<(string Verb, string Group, string Version, string Resource, string Subresource, string Scope), long[]> _durations = new();

    /// <summary>Counts one.</summary>
    public void Count(RequestInfo info, int code, TimeSpan duration)
    {
        var scope = !info.IsResourceRequest ? "" : info.Name.Length > 0 ? "resource" : info.Namespace.Length > 0 ? "namespace" : "cluster";
        var verb = Verb(info);
        _requests.AddOrUpdate((verb, info.Group, info.Version, info.Resource, info.Subresource, scope, code), 1, static (_, n) => n + 1);
        if (verb is "WATCH" or "CONNECT") { return; }
        var buckets = _durations.GetOrAdd((verb, info.Group, info.Version, info.Resource, info.Subresource, scope), static _ => new long[_bucketsSeconds.Length + 2]);
        var index = Array.FindIndex(_bucketsSeconds, b => duration.TotalSeconds <= b);
        Interlocked.Increment(ref buckets[index < 0 ? _bucketsSeconds.Length : index]);
        Interlocked.Add(ref buckets[^1], (long)duration.TotalMicroseconds);
    }

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        text.Append("# HELP apiserver_request_total Counter of apiserver requests broken out for each verb, group, version, resource, scope, and HTTP response code.\n# TYPE apiserver_request_total counter\n");
        foreach (var (key, count) in _requests)
        {
            text.Append(CultureInfo.InvariantCulture, $"apiserver_request_total{{code=\"{key.Code}\",component=\"apiserver\",group=\"{key.Group}\",resource=\"{key.Resource}\",scope=\"{key.Scope}\",subresource=\"{key.Subresource}\",verb=\"{key.Verb}\",version=\"{key.Version}\"}} {count}\n");
        }
        text.Append("# HELP apiserver_request_duration_seconds Response latency distribution in seconds for each verb, group, version, resource, subresource and scope.\n# TYPE apiserver_request_duration_seconds histogram\n");
        foreach (var (key, buckets) in _durations) { WriteHistogram(text, $"component=\"apiserver\",group=\"{key.Group}\",resource=\"{key.Resource}\",scope=\"{key.Scope}\",subresource=\"{key.Subresource}\",verb=\"{key.Verb}\",version=\"{key.Version}\"", buckets); }
    }

    private static void WriteHistogram(StringBuilder text, string labels, long[] buckets)
    {
        var sum = 0L;
        for (var i = 0; i <= _bucketsSeconds.Length; i++)
        {
            sum += Volatile.Read(ref buckets[i]);
            var bound = i == _bucketsSeconds.Length ? "+Inf" : _bucketsSeconds[i].ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"apiserver_request_duration_seconds_bucket{{{labels},le=\"{bound}\"}} {sum}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"apiserver_request_duration_seconds_sum{{{labels}}} {Volatile.Read(ref buckets[^1]) / 1e6}\napiserver_request_duration_seconds_count{{{labels}}} {sum}\n");
    }

    private static string Verb(RequestInfo info) => info.Verb switch
    {
        "update" => "PUT",
        "create" => info.Subresource is "exec" or "attach" or "portforward" or "proxy" ? "CONNECT" : "POST",
        "deletecollection" => "DELETECOLLECTION",
        var verb => verb.ToUpperInvariant(),
    };
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Counts what watchers are sent, under upstream's names. Source: Kubernetes Metrics Reference, apiserver_watch_events_*.</summary>
public sealed class WatchMetrics
{
    // Bytes of an event: 1 KiB doubled seven times.
    private static readonly long[] _bounds = [.. Enumerable.Range(0, 8).Select(static i => 1024L << i)];
    private readonly Metric _lists = new("apiserver_watch_list_duration_seconds", "histogram", "Response latency distribution in seconds for watch list requests broken by group, version, resource and scope.", "group", "version", "resource", "scope") { Bounds = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 15, 20, 30, 45, 60] };
    private readonly ConcurrentDictionary<(string Group, string Version, string Resource), long[]> _events = new();

    /// <summary>An event of so many bytes was sent.</summary>
    public void Sent(ApiResource version, int bytes)
    {
        var counts = _events.GetOrAdd((version.Group, version.Version, version.Plural), static _ => new long[_bounds.Length + 2]);
        var place = Array.FindIndex(_bounds, b => bytes <= b);
        Interlocked.Increment(ref counts[place < 0 ? _bounds.Length : place]);
        Interlocked.Add(ref counts[^1], bytes);
    }

    /// <summary>A watch that begins with all there is has sent it, so long after it was asked for.</summary>
    public void Listed(ApiResource version, Selection selection, TimeSpan duration) =>
        _lists.Observe(duration.TotalSeconds, version.Group, version.Version, version.Plural, selection.IsOfOne ? "resource" : selection.Namespace.Length > 0 ? "namespace" : "cluster");

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        _lists.Write(text);
        MetricText.Head(text, "apiserver_watch_events_total", "counter", "Number of events sent in watch clients");
        foreach (var (key, counts) in _events) { text.Append(CultureInfo.InvariantCulture, $"apiserver_watch_events_total{{{Labels(key)}}} {RequestMetrics.Count(counts)}\n"); }
        MetricText.Head(text, "apiserver_watch_events_sizes", "histogram", "Watch event size distribution in bytes");
        foreach (var (key, counts) in _events)
        {
            var sum = 0L;
            for (var i = 0; i <= _bounds.Length; i++)
            {
                sum += Volatile.Read(ref counts[i]);
                text.Append(CultureInfo.InvariantCulture, $"apiserver_watch_events_sizes_bucket{{{Labels(key)},le=\"{(i == _bounds.Length ? "+Inf" : _bounds[i].ToString(CultureInfo.InvariantCulture))}\"}} {sum}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"apiserver_watch_events_sizes_sum{{{Labels(key)}}} {Volatile.Read(ref counts[^1])}\napiserver_watch_events_sizes_count{{{Labels(key)}}} {sum}\n");
        }
    }

    private static string Labels((string Group, string Version, string Resource) key) => $"group=\"{key.Group}\",resource=\"{key.Resource}\",version=\"{key.Version}\"";
}

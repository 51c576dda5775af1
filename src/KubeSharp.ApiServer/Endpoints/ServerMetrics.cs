using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.WatchCache;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/metrics: requests, objects held, the process. Source: Kubernetes Metrics Reference; Prometheus' process metrics.</summary>
public sealed class ServerMetrics(RequestMetrics requests, CacheFeed feed, string version, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>The metrics in Prometheus' text form.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        requests.Write(text);
        RequestMetrics.Head(text, "apiserver_storage_objects", "gauge", "Number of stored objects at the time of last check split by kind.");
        foreach (var (resource, count) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_objects{{resource=\"{resource}\"}} {count}\n"); }
        RequestMetrics.Head(text, "apiserver_resource_objects", "gauge", "Number of stored objects at the time of last check split by kind.");
        foreach (var (resource, count) in feed.Counts())
        {
            text.Append(CultureInfo.InvariantCulture, $"apiserver_resource_objects{{{Labels(resource)}}} {count}\n");
        }
        RequestMetrics.Head(text, "kubernetes_build_info", "gauge", "A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.");
        var numbers = version.TrimStart('v').Split('.', '+', '-');
        text.Append(CultureInfo.InvariantCulture, $"kubernetes_build_info{{compiler=\"dotnet\",git_version=\"{version}\",go_version=\".NET {Environment.Version}\",major=\"{numbers[0]}\",minor=\"{numbers[1]}\"}} 1\n");
        WatchCaches(text);
        ProcessMetrics.Write(text, _started);
        return text.ToString();
    }

    private void WatchCaches(StringBuilder text)
    {
        RequestMetrics.Head(text, "apiserver_watch_cache_resource_version", "gauge", "Current resource version of watch cache broken by resource type.");
        foreach (var (resource, _) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_watch_cache_resource_version{{{Labels(resource)}}} {feed.Revision}\n"); }
        RequestMetrics.Head(text, "apiserver_watch_cache_events_received_total", "counter", "Counter of events received in watch cache broken by resource type.");
        foreach (var (resource, _) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_watch_cache_events_received_total{{{Labels(resource)}}} {feed.Cache(resource).EventsTaken}\n"); }
        RequestMetrics.Head(text, "watch_cache_capacity", "gauge", "Total capacity of watch cache broken by resource type.");
        foreach (var (resource, _) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"watch_cache_capacity{{{Labels(resource)}}} {ResourceCache.EventsKeptMax}\n"); }
    }

    private static string Labels(string resource) => resource.Split('.', 2) is [var plural, var group] ? $"group=\"{group}\",resource=\"{plural}\"" : $"group=\"\",resource=\"{resource}\"";
}

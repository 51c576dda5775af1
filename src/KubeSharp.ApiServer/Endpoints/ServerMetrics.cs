using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Features;
using KubeSharp.Machinery.Metrics;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/metrics: requests, objects held, the process. Source: Kubernetes Metrics Reference; Prometheus' process metrics.</summary>
public sealed class ServerMetrics(RequestMetrics requests, CacheFeed feed, IStore store, Func<ResourceTable> table, string version, EmulatedVersion versions, FeatureGates features, TimeProvider time)
{
    private static readonly (string Name, string Type, string Help)[] _ofCaches =
    [
        ("apiserver_watch_cache_events_dispatched_total", "counter", "Counter of events dispatched in watch cache broken by resource type."),
        ("apiserver_watch_cache_initializations_total", "counter", "Counter of watch cache initializations broken by resource type."),
        ("apiserver_storage_events_received_total", "counter", "Number of etcd events received split by kind."),
    ];
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>When the server began, seconds since 1970.</summary>
    public long StartedSeconds => _started.ToUnixTimeSeconds();

    /// <summary>The metrics in Prometheus' text form.</summary>
    public async ValueTask<string> WriteAsync(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        requests.Write(text);
        MetricText.Head(text, "apiserver_storage_size_bytes", "gauge", "Size of the storage database file physically allocated in bytes.");
        text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_size_bytes{{storage_cluster_id=\"etcd-0\"}} {(await store.GetStatusAsync(cancellation).ConfigureAwait(false)).SizeBytes}\n");
        // What is on cannot be switched off here.
        foreach (var kind in (string[])["disabled", "hidden"])
        {
            MetricText.Head(text, $"{kind}_metrics_total", "counter", $"The count of {kind} metrics.");
            text.Append(CultureInfo.InvariantCulture, $"{kind}_metrics_total 0\n");
        }
        MetricText.Head(text, "apiserver_storage_objects", "gauge", "Number of stored objects at the time of last check split by kind.");
        foreach (var (resource, count) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_objects{{resource=\"{resource}\"}} {count}\n"); }
        MetricText.Head(text, "apiserver_resource_objects", "gauge", "Number of stored objects at the time of last check split by kind.");
        foreach (var (resource, count) in feed.Counts())
        {
            text.Append(CultureInfo.InvariantCulture, $"apiserver_resource_objects{{{Labels(resource)}}} {count}\n");
        }
        MetricText.BuildInfo(text, version);
        WatchCaches(text);
        Versions(text);
        MetricText.Head(text, "kubernetes_feature_enabled", "gauge", "This metric records the data about the stage and enablement of a k8s feature.");
        text.Append(features.ToMetrics());
        Allocations(text);
        ProcessMetrics.Write(text, _started);
        return text.ToString();
    }

    private void WatchCaches(StringBuilder text)
    {
        MetricText.Head(text, "apiserver_watch_cache_resource_version", "gauge", "Current resource version of watch cache broken by resource type.");
        foreach (var (resource, _) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_watch_cache_resource_version{{{Labels(resource)}}} {feed.Revision}\n"); }
        MetricText.Head(text, "apiserver_watch_cache_events_received_total", "counter", "Counter of events received in watch cache broken by resource type.");
        foreach (var (resource, _) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_watch_cache_events_received_total{{{Labels(resource)}}} {feed.Cache(resource).EventsTaken}\n"); }
        // Each is read once, at the start, and what comes from the store goes to all who watch.
        foreach (var (name, type, help) in _ofCaches)
        {
            MetricText.Head(text, name, type, help);
            foreach (var (resource, _) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"{name}{{{Labels(resource)}}} {(name.Contains("initializations", StringComparison.Ordinal) ? 1 : feed.Cache(resource).EventsTaken)}\n"); }
        }
        MetricText.Head(text, "watch_cache_capacity", "gauge", "Total capacity of watch cache broken by resource type.");
        foreach (var (resource, _) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"watch_cache_capacity{{{Labels(resource)}}} {ResourceCache.EventsKeptMax}\n"); }
    }

    private void Versions(StringBuilder text)
    {
        MetricText.Head(text, "version_info", "gauge", "Provides the compatibility version info of the component.");
        text.Append(CultureInfo.InvariantCulture, $"version_info{{binary=\"{versions.Own}\",component=\"kube\",emulation=\"{versions.Emulated}\",min_compat=\"{versions.MinCompatibility}\"}} 1\n");
    }

    private void Allocations(StringBuilder text)
    {
        if (table().Find("services")?.Rules is not ServiceRules { Allocations: var allocations }) { return; }
        MetricText.Head(text, "kube_apiserver_clusterip_allocator_allocated_ips", "gauge", "Gauge measuring the number of allocated IPs for Services");
        foreach (var (range, taken, _) in allocations.AddressUse()) { text.Append(CultureInfo.InvariantCulture, $"kube_apiserver_clusterip_allocator_allocated_ips{{cidr=\"{range}\"}} {taken}\n"); }
        MetricText.Head(text, "kube_apiserver_clusterip_allocator_available_ips", "gauge", "Gauge measuring the number of available IPs for Services");
        foreach (var (range, _, free) in allocations.AddressUse()) { text.Append(CultureInfo.InvariantCulture, $"kube_apiserver_clusterip_allocator_available_ips{{cidr=\"{range}\"}} {free}\n"); }
        var ports = allocations.PortUse();
        MetricText.Head(text, "kube_apiserver_nodeport_allocator_allocated_ports", "gauge", "Gauge measuring the number of allocated NodePorts for Services");
        text.Append(CultureInfo.InvariantCulture, $"kube_apiserver_nodeport_allocator_allocated_ports {ports.Taken}\n");
        MetricText.Head(text, "kube_apiserver_nodeport_allocator_available_ports", "gauge", "Gauge measuring the number of available NodePorts for Services");
        text.Append(CultureInfo.InvariantCulture, $"kube_apiserver_nodeport_allocator_available_ports {ports.Free}\n");
    }

    private static string Labels(string resource) => resource.Split('.', 2) is [var plural, var group] ? $"group=\"{group}\",resource=\"{plural}\"" : $"group=\"\",resource=\"{resource}\"";
}

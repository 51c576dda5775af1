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
public sealed class ServerMetrics(RequestMetrics requests, CacheFeed feed, IStore store, Func<ResourceTable> table, string version, EmulatedVersion versions, FeatureGates features, Func<IEnumerable<(string Name, bool IsUp)>> apiServices, TimeProvider time)
{
    private static readonly (string Name, string Type, string Help)[] _ofCaches =
    [
        ("apiserver_watch_cache_events_dispatched_total", "counter", "Counter of events dispatched in watch cache broken by resource type."),
        ("apiserver_watch_cache_initializations_total", "counter", "Counter of watch cache initializations broken by resource type."),
        ("apiserver_storage_events_received_total", "counter", "Number of etcd events received split by kind."),
    ];
    // What upstream counts from the start and what never comes to pass here: there is one validation, which compares nothing, no request is refused for its
    // record, node ports are repaired by nobody, and of key services there is version 2 only.
    private static readonly (string Name, string Type, string Help)[] _never =
    [
        ("apiserver_audit_requests_rejected_total", "counter", "Counter of apiserver requests rejected due to an error in audit logging backend."),
        ("apiserver_envelope_encryption_dek_cache_fill_percent", "gauge", "Percent of the cache slots currently occupied by cached DEKs."),
        ("apiserver_nodeport_repair_reconcile_errors_total", "counter", "Number of reconciliation failures on the nodeport repair reconcile loop"),
        ("apiserver_validation_declarative_validation_mismatch_total", "counter", "Number of times declarative validation results differed from handwritten validation results for core types."),
        ("apiserver_validation_declarative_validation_panic_total", "counter", "Number of times declarative validation has panicked during validation."),
        ("cardinality_enforcement_unexpected_categorizations_total", "counter", "The count of unexpected categorizations during cardinality enforcement."),
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
        MetricText.Head(text, "apiserver_storage_objects", "gauge", "[DEPRECATED, consider using apiserver_resource_objects instead] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.");
        foreach (var (resource, count) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_objects{{resource=\"{resource}\"}} {count}\n"); }
        MetricText.Head(text, "apiserver_resource_objects", "gauge", "Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.");
        foreach (var (resource, count) in feed.Counts())
        {
            text.Append(CultureInfo.InvariantCulture, $"apiserver_resource_objects{{{Labels(resource)}}} {count}\n");
        }
        MetricText.Head(text, "apiserver_resource_size_estimate_bytes", "gauge", "Estimated size of stored objects in database. Estimate is based on sum of last observed sizes of serialized objects. In case of a fetching error, the value will be -1.");
        foreach (var (resource, _) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_resource_size_estimate_bytes{{{Labels(resource)}}} {feed.Cache(resource).Snapshot.Namespaces.Values.Sum(static n => n.Values.Sum(static o => (long)o.Bytes.Length))}\n"); }
        foreach (var (name, type, help) in _never) { MetricText.One(text, name, type, help, 0); }
        MetricText.BuildInfo(text, version);
        MetricText.Family(text, "aggregator_unavailable_apiservice", "gauge", "Gauge of APIServices which are marked as unavailable broken down by APIService name.", apiServices().Select(static s => (MetricText.Labels(("name", s.Name)), s.IsUp ? 0.0 : 1)));
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
        MetricText.Head(text, "apiserver_watch_cache_resource_version", "gauge", "Current resource version of watch cache broken by resource type. This is truncated to the 15 least significant digits.");
        foreach (var (resource, _) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_watch_cache_resource_version{{{Labels(resource)}}} {feed.Revision % 1_000_000_000_000_000}\n"); }
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

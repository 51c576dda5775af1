using System.Collections.Immutable;
using System.Text;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.Kubelet.Serving;

/// <summary>What the agent counts of its work, under upstream's names and with its buckets. Source: Kubernetes Metrics Reference, kubelet.</summary>
public sealed class AgentCounts
{
    private static readonly ImmutableArray<double> _podStartSeconds = [0.5, 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 45, 60, 120, 180, 240, 300, 360, 480, 600, 900, 1200, 1800, 2700, 3600];
    private static readonly (long Bytes, string Name)[] _imageSizes =
    [
        (10_000_000, "0-10MB"), (100_000_000, "10MB-100MB"), (500_000_000, "100MB-500MB"), (1_000_000_000, "500MB-1GB"), (5_000_000_000, "1GB-5GB"), (10_000_000_000, "5GB-10GB"), (20_000_000_000, "10GB-20GB"),
        (30_000_000_000, "20GB-30GB"), (40_000_000_000, "30GB-40GB"), (60_000_000_000, "40GB-60GB"), (100_000_000_000, "60GB-100GB"),
    ];
    private readonly MetricSet _all = new();
    private readonly Metric _startSli, _startTotal, _imagePulls;
    private int _networkPods;

    /// <summary>Nothing has been counted yet.</summary>
    public AgentCounts()
    {
        PodStarts = _all.Histogram("kubelet_pod_start_duration_seconds", "Duration in seconds from kubelet seeing a pod for the first time to the pod starting to run", _podStartSeconds);
        _startSli = _all.Histogram("kubelet_pod_start_sli_duration_seconds", "Duration in seconds to start a pod, excluding time to pull images and run init containers, measured from pod creation timestamp to when all its containers are reported as started and observed via watch", _podStartSeconds, "first_with_network");
        _startTotal = _all.Histogram("kubelet_pod_start_total_duration_seconds", "Duration in seconds to start a pod since creation, including time to pull images and run init containers, measured from pod creation timestamp to when all its containers are reported as started and observed via watch", _podStartSeconds, "first_with_network");
        PodPasses = _all.Histogram("kubelet_pod_worker_duration_seconds", "Duration in seconds to sync a single pod. Broken down by operation type: create, update, or sync", Metric.DefaultSeconds, "operation_type");
        PodWorkerStarts = _all.Histogram("kubelet_pod_worker_start_duration_seconds", "Duration in seconds from kubelet seeing a pod to starting a worker.", Metric.DefaultSeconds);
        PodReports = _all.Histogram("kubelet_pod_status_sync_duration_seconds", "Duration in seconds to sync a pod status update. Measures time from detection of a change to pod status until the API is successfully updated for that pod, even if multiple intevening changes to pod status occur.", [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 20, 30, 45, 60]);
        Cgroups = _all.Histogram("kubelet_cgroup_manager_duration_seconds", "Duration in seconds for cgroup manager operations. Broken down by method.", Metric.DefaultSeconds, "operation_type");
        ContainersPerPod = _all.Histogram("kubelet_containers_per_pod_count", "The number of containers per pod.", Metric.Growing(1, 2, 5));
        Relists = _all.Histogram("kubelet_pleg_relist_duration_seconds", "Duration in seconds for relisting pods in PLEG.", Metric.DefaultSeconds);
        RelistIntervals = _all.Histogram("kubelet_pleg_relist_interval_seconds", "Interval in seconds between relisting in PLEG.", Metric.DefaultSeconds);
        StartedPods = _all.Counter("kubelet_started_pods_total", "Cumulative number of pods started");
        StartedPodErrors = _all.Counter("kubelet_started_pods_errors_total", "Cumulative number of errors when starting pods");
        Sandboxes = _all.Histogram("kubelet_run_podsandbox_duration_seconds", "Duration in seconds of the run_podsandbox operations. Broken down by RuntimeClass.Handler.", Metric.DefaultSeconds, "runtime_handler");
        SandboxErrors = _all.Counter("kubelet_run_podsandbox_errors_total", "Cumulative number of the run_podsandbox operation errors by RuntimeClass.Handler.", "runtime_handler");
        StartedContainers = _all.Counter("kubelet_started_containers_total", "Cumulative number of containers started", "container_type");
        StartedContainerErrors = _all.Counter("kubelet_started_containers_errors_total", "Cumulative number of errors when starting containers", "container_type", "code");
        OrphanedPods = _all.Counter("kubelet_orphaned_runtime_pods_total", "Number of pods that have been detected in the container runtime without being already known to the pod worker. This typically indicates the kubelet was restarted while a pod was force deleted in the API or in the local configuration, which is unusual.");
        OrphanVolumes = _all.Gauge("kubelet_orphan_pod_cleaned_volumes", "The total number of orphaned Pods whose volumes were cleaned in the last periodic sweep.");
        OrphanVolumeErrors = _all.Gauge("kubelet_orphan_pod_cleaned_volumes_errors", "The number of orphaned Pods whose volumes failed to be cleaned in the last periodic sweep.");
        _imagePulls = _all.Histogram("kubelet_image_pull_duration_seconds", "Duration in seconds to pull an image.", [1, 5, 10, 20, 30, 60, 180, 300, 600, 900, 1200, 1800, 2700, 3600], "image_size_in_bytes");
        ProviderRuns = _all.Histogram("kubelet_credential_provider_plugin_duration", "Duration of execution in seconds for credential provider plugin", Metric.DefaultSeconds, "plugin_name");
        ProviderErrors = _all.Counter("kubelet_credential_provider_plugin_errors", "Number of errors from credential provider plugin", "plugin_name");
        Evictions = _all.Counter("kubelet_evictions", "Cumulative number of pod evictions by eviction signal", "eviction_signal");
        EvictionAges = _all.Histogram("kubelet_eviction_stats_age_seconds", "Time between when stats are collected, and when pod is evicted based on those stats by eviction signal", Metric.DefaultSeconds, "eviction_signal");
        Preemptions = _all.Counter("kubelet_preemptions", "Cumulative number of pod preemptions by preemption resource", "preemption_signal");
        Refusals = _all.Counter("kubelet_admission_rejections_total", "Cumulative number pod admission rejections by the Kubelet.", "reason");
        PinnedCpus = _all.Counter("kubelet_cpu_manager_pinning_requests_total", "The number of cpu core allocations which required pinning.");
        PinnedCpuErrors = _all.Counter("kubelet_cpu_manager_pinning_errors_total", "The number of cpu core allocations which required pinning failed.");
        TopologyAdmissions = _all.Counter("kubelet_topology_manager_admission_requests_total", "The number of admission requests where resources have to be aligned.");
        TopologyErrors = _all.Counter("kubelet_topology_manager_admission_errors_total", "The number of admission request failures where resources could not be aligned.");
        TopologyMilliseconds = _all.Histogram("kubelet_topology_manager_admission_duration_ms", "Duration in milliseconds to serve a pod admission request.", Metric.Growing(0.05, 2, 15));
        DeviceRegistrations = _all.Counter("kubelet_device_plugin_registration_total", "Cumulative number of device plugin registrations. Broken down by resource name.", "resource_name");
        DeviceAllocations = _all.Histogram("kubelet_device_plugin_alloc_duration_seconds", "Duration in seconds to serve a device plugin Allocation request. Broken down by resource name.", Metric.DefaultSeconds, "resource_name");
        Storage = _all.Histogram("storage_operation_duration_seconds", "Storage operation duration", [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 25, 50, 120, 300, 600], "migrated", "operation_name", "status", "volume_plugin");
        Requests = _all.Counter("kubelet_http_requests_total", "Number of the http requests received since the server started", "long_running", "method", "path", "server_type");
        RequestsUnderWay = _all.Gauge("kubelet_http_inflight_requests", "Number of the inflight http requests", "long_running", "method", "path", "server_type");
        RequestDurations = _all.Histogram("kubelet_http_requests_duration_seconds", "Duration in seconds to serve http requests", Metric.DefaultSeconds, "long_running", "method", "path", "server_type");
    }

    /// <summary>From the first sight of a pod to its running.</summary>
    public Metric PodStarts { get; }
    /// <summary>Passes over pods.</summary>
    public Metric PodPasses { get; }
    /// <summary>From the first sight of a pod to its worker's first pass.</summary>
    public Metric PodWorkerStarts { get; }
    /// <summary>Reports of statuses.</summary>
    public Metric PodReports { get; }
    /// <summary>What is done with control groups.</summary>
    public Metric Cgroups { get; }
    /// <summary>How many containers pods have.</summary>
    public Metric ContainersPerPod { get; }
    /// <summary>Polls of the runtime.</summary>
    public Metric Relists { get; }
    /// <summary>Time between them.</summary>
    public Metric RelistIntervals { get; }
    /// <summary>Sandboxes begun.</summary>
    public Metric StartedPods { get; }
    /// <summary>Sandboxes that were refused.</summary>
    public Metric StartedPodErrors { get; }
    /// <summary>Sandboxes made, by handler.</summary>
    public Metric Sandboxes { get; }
    /// <summary>Sandboxes refused, by handler.</summary>
    public Metric SandboxErrors { get; }
    /// <summary>Containers begun, by their part.</summary>
    public Metric StartedContainers { get; }
    /// <summary>Containers that could not be started, by their part and the reason.</summary>
    public Metric StartedContainerErrors { get; }
    /// <summary>Pods that ran and nobody wanted.</summary>
    public Metric OrphanedPods { get; }
    /// <summary>Gone pods whose folders were removed.</summary>
    public Metric OrphanVolumes { get; }
    /// <summary>Gone pods whose folders stayed.</summary>
    public Metric OrphanVolumeErrors { get; }
    /// <summary>What programs took to give logins to registries, by their name.</summary>
    public Metric ProviderRuns { get; }
    /// <summary>Runs of these that came to nothing.</summary>
    public Metric ProviderErrors { get; }
    /// <summary>Pods ended for want of something, by signal.</summary>
    public Metric Evictions { get; }
    /// <summary>How old the figures were by which they were chosen.</summary>
    public Metric EvictionAges { get; }
    /// <summary>Pods ended for a critical one, by resource.</summary>
    public Metric Preemptions { get; }
    /// <summary>Pods that were not let in.</summary>
    public Metric Refusals { get; }
    /// <summary>Containers that asked for CPUs of their own.</summary>
    public Metric PinnedCpus { get; }
    /// <summary>Those that did not get them.</summary>
    public Metric PinnedCpuErrors { get; }
    /// <summary>Pods whose resources were brought together.</summary>
    public Metric TopologyAdmissions { get; }
    /// <summary>Those for which that was not possible.</summary>
    public Metric TopologyErrors { get; }
    /// <summary>What it took, milliseconds.</summary>
    public Metric TopologyMilliseconds { get; }
    /// <summary>Device plug-ins that came.</summary>
    public Metric DeviceRegistrations { get; }
    /// <summary>What plug-ins took to give devices.</summary>
    public Metric DeviceAllocations { get; }
    /// <summary>What was done with volumes.</summary>
    public Metric Storage { get; }
    /// <summary>Requests to the node.</summary>
    public Metric Requests { get; }
    /// <summary>Those that are not yet answered.</summary>
    public Metric RequestsUnderWay { get; }
    /// <summary>What they took.</summary>
    public Metric RequestDurations { get; }

    /// <summary>An image of so many bytes was brought.</summary>
    public void Pulled(long bytes, TimeSpan duration) => _imagePulls.Observe(duration, SizeOf(bytes));

    /// <summary>All containers of a pod run for the first time.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="since">Time since it was made.</param>
    /// <param name="notCounted">Of that what images and init containers took.</param>
    public void Started(Pod pod, TimeSpan since, TimeSpan notCounted)
    {
        var isFirst = pod.Spec.HostNetwork != true && Interlocked.Increment(ref _networkPods) == 1 ? "true" : "false";
        _startTotal.Observe(since, isFirst);
        _startSli.Observe(since > notCounted ? since - notCounted : TimeSpan.Zero, isFirst);
    }

    /// <summary>A container's part by upstream's names.</summary>
    public static string TypeOf(ContainerRole role) => role switch { ContainerRole.Init or ContainerRole.Sidecar => "init_container", ContainerRole.Ephemeral => "ephemeral_container", _ => "container" };

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text) => _all.Write(text);

    /// <summary>Upstream's word for a size of images.</summary>
    internal static string SizeOf(long bytes)
    {
        foreach (var (most, name) in _imageSizes)
        {
            if (bytes <= most) { return name; }
        }
        return "GT100GB";
    }
}

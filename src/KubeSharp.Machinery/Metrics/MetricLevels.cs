using System.Collections.Frozen;

namespace KubeSharp.Machinery.Metrics;

/// <summary>How far upstream promises to keep a metric as it is, which stands before what people are told of it. Source: Kubernetes Metrics Reference.</summary>
internal static class MetricLevels
{
    private static readonly FrozenSet<string> _stable = FrozenSet.Create(StringComparer.Ordinal,
        "apiserver_admission_controller_admission_duration_seconds", "apiserver_admission_step_admission_duration_seconds", "apiserver_current_inflight_requests", "apiserver_longrunning_requests",
        "apiserver_request_duration_seconds", "apiserver_request_total", "apiserver_requested_deprecated_apis", "apiserver_response_sizes", "apiserver_storage_objects", "apiserver_storage_size_bytes",
        "kubernetes_healthcheck", "kubernetes_healthchecks_total", "container_cpu_usage_seconds_total", "container_memory_working_set_bytes", "container_start_time_seconds", "node_cpu_usage_seconds_total", "node_memory_working_set_bytes", "pod_cpu_usage_seconds_total", "pod_memory_working_set_bytes", "resource_scrape_error",
        "node_collector_evictions_total", "scheduler_schedule_attempts_total", "scheduler_scheduling_attempt_duration_seconds", "scheduler_pending_pods", "scheduler_pod_scheduling_attempts", "scheduler_preemption_attempts_total", "scheduler_preemption_victims", "scheduler_queue_incoming_pods_total");

    private static readonly FrozenSet<string> _beta = FrozenSet.Create(StringComparer.Ordinal,
        "apiserver_cel_compilation_duration_seconds", "apiserver_cel_evaluation_duration_seconds", "apiserver_flowcontrol_current_executing_requests", "apiserver_flowcontrol_current_executing_seats", "apiserver_flowcontrol_current_inqueue_requests", "apiserver_flowcontrol_dispatched_requests_total",
        "apiserver_flowcontrol_rejected_requests_total", "apiserver_flowcontrol_request_wait_duration_seconds", "apiserver_storage_events_received_total", "apiserver_flowcontrol_nominal_limit_seats", "apiserver_validation_declarative_validation_mismatch_total", "apiserver_validation_declarative_validation_panic_total", "disabled_metrics_total", "hidden_metrics_total",
        "kubernetes_feature_enabled", "scheduler_pod_scheduling_sli_duration_seconds");

    /// <summary>The level in brackets and a space; nothing for what is the process' own.</summary>
    public static string PrefixOf(string name) => _stable.Contains(name) ? "[STABLE] " : _beta.Contains(name) ? "[BETA] " : name.StartsWith("process_", StringComparison.Ordinal) ? "" : "[ALPHA] ";
}

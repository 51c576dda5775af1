using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Metrics;
using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Metrics;

/// <summary>What the scheduler counts, under upstream's names. Source: Kubernetes Metrics Reference, scheduler.</summary>
public sealed class SchedulerMetrics
{
    private const int AttemptsTold = 16;
    private readonly MetricSet _all = new();
    private readonly Metric _attempts, _attemptSeconds, _waits, _tries;

    /// <summary>Nothing is counted yet.</summary>
    public SchedulerMetrics()
    {
        _attempts = _all.Counter("scheduler_schedule_attempts_total", "Number of attempts to schedule pods, by the result. 'unschedulable' means a pod could not be scheduled, while 'error' means an internal scheduler problem.", "profile", "result");
        _attemptSeconds = _all.Histogram("scheduler_scheduling_attempt_duration_seconds", "Scheduling attempt latency in seconds (scheduling algorithm + binding)", Metric.Growing(0.001, 2, 15), "profile", "result");
        Decisions = _all.Histogram("scheduler_scheduling_algorithm_duration_seconds", "Scheduling algorithm latency in seconds", Metric.Growing(0.001, 2, 15));
        _waits = _all.Histogram("scheduler_pod_scheduling_sli_duration_seconds", "E2e latency for a pod being scheduled, from the time the pod enters the scheduling queue and might involve multiple scheduling attempts.", Metric.Growing(0.01, 2, 20), "attempts");
        _tries = _all.Histogram("scheduler_pod_scheduling_attempts", "Number of attempts to successfully schedule a pod.", Metric.Growing(1, 2, 5));
        Incoming = _all.Counter("scheduler_queue_incoming_pods_total", "Number of pods added to scheduling queues by event and queue type.", "event", "queue");
        Preemptions = _all.Counter("scheduler_preemption_attempts_total", "Total preemption attempts in the cluster till now");
        Victims = _all.Histogram("scheduler_preemption_victims", "Number of selected preemption victims", Metric.Growing(1, 2, 7));
    }

    /// <summary>What a decision took.</summary>
    public Metric Decisions { get; }
    /// <summary>Pods that came to a queue.</summary>
    public Metric Incoming { get; }
    /// <summary>Looks for pods that may be ended for another.</summary>
    public Metric Preemptions { get; }
    /// <summary>How many were found.</summary>
    public Metric Victims { get; }

    /// <summary>How many pods stand in each queue, and what the scheduler holds; set once it runs.</summary>
    public Func<IEnumerable<(string Queue, int Count)>> Pending { get; set; } = static () => [];

    /// <summary>How many nodes and pods the scheduler knows, by kind.</summary>
    public Func<IEnumerable<(string Kind, int Count)>> Known { get; set; } = static () => [];

    /// <summary>A pod was tried: scheduled, unschedulable or error.</summary>
    public void Tried(string profile, string result, TimeSpan duration)
    {
        _attempts.Add(1, profile, result);
        _attemptSeconds.Observe(duration, profile, result);
    }

    /// <summary>A pod got its node.</summary>
    /// <param name="attempts">After so many attempts.</param>
    /// <param name="waited">So long after it came.</param>
    public void Placed(int attempts, TimeSpan waited)
    {
        _tries.Observe(attempts);
        // Compat: many attempts are told as one number, as upstream does.
        _waits.Observe(waited, attempts >= AttemptsTold ? "16+" : attempts.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What happened, by upstream's words.</summary>
    public static string NameOf(ClusterEvents events) => events switch
    {
        _ when (events & ClusterEvents.NodeAdded) != 0 => "NodeAdd",
        _ when (events & ClusterEvents.NodeAllocatable) != 0 => "UpdateNodeAllocatable",
        _ when (events & ClusterEvents.NodeLabels) != 0 => "UpdateNodeLabel",
        _ when (events & ClusterEvents.NodeTaints) != 0 => "UpdateNodeTaint",
        _ when (events & ClusterEvents.PodAssigned) != 0 => "AssignedPodAdd",
        _ when (events & ClusterEvents.PodRemoved) != 0 => "AssignedPodDelete",
        _ => events.ToString(),
    };

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        _all.Write(text);
        MetricText.Family(text, "scheduler_pending_pods", "gauge", "Number of pending pods, by the queue type. 'active' means number of pods in activeQ; 'backoff' means number of pods in backoffQ; 'unschedulable' means number of pods in unschedulablePods that the scheduler attempted to schedule and failed; 'gated' is the number of unschedulable pods that the scheduler never attempted to schedule because they are gated.",
            Pending().Select(static q => (MetricText.Labels(("queue", q.Queue)), (double)q.Count)));
        MetricText.Family(text, "scheduler_cache_size", "gauge", "Number of nodes, pods, and assumed (bound) pods in the scheduler cache.", Known().Select(static k => (MetricText.Labels(("type", k.Kind)), (double)k.Count)));
    }
}

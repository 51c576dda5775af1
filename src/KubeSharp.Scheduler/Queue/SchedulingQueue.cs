using KubeSharp.Machinery.Metrics;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Metrics;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Queue;

/// <summary>
/// Pods that want a node. Active ones stand by priority, then by age; one that found no place waits until something happens that may help it,
/// or five minutes; before it is tried again it pauses, longer each time. Owned by the scheduler's loop; adding is safe from anywhere.
/// </summary>
public sealed class SchedulingQueue(TimeProvider time, SchedulerMetrics? metrics = null)
{
    private const int BackoffMinSeconds = 1;
    private const int BackoffMaxSeconds = 10;
    private static readonly TimeSpan _waitMax = TimeSpan.FromMinutes(5);

    private readonly Metric _incoming = (metrics ?? new()).Incoming;
    private readonly Lock _lock = new();
    private readonly PriorityQueue<string, (int, DateTimeOffset, long)> _active = new();
    private readonly Dictionary<string, Entry> _pods = new(StringComparer.Ordinal);
    // Those that are parked, resting or in flight: the only ones that time or events concern.
    private readonly HashSet<Entry> _waiting = [];
    private readonly SemaphoreSlim _wake = new(0);
    private long _sequence;

    /// <summary>Pods known, waiting ones too.</summary>
    public int Count
    {
        get { lock (_lock) { return _pods.Count; } }
    }

    /// <summary>How often a pod was tried, and since when it is here; null: it is not.</summary>
    public (int Attempts, DateTimeOffset Since)? StandingOf(string uid)
    {
        lock (_lock) { return _pods.TryGetValue(uid, out var entry) ? (entry.Attempts, entry.Since) : null; }
    }

    /// <summary>How many pods stand where, by upstream's words.</summary>
    public IReadOnlyList<(string Queue, int Count)> Counts()
    {
        lock (_lock)
        {
            int Of(State state) => _pods.Values.Count(e => e.State == state);
            return [("active", Of(State.Active)), ("backoff", Of(State.Resting)), ("unschedulable", Of(State.Parked))];
        }
    }

    /// <summary>A pod wants a node, or has changed.</summary>
    public void Add(PodState pod)
    {
        lock (_lock)
        {
            var entry = _pods.GetValueOrDefault(pod.Uid);
            if (entry is { State: State.Active or State.InFlight })
            {
                entry.Pod = pod;
                return;
            }
            _incoming.Add(1, entry is null ? "UnscheduledPodAdd" : "UnscheduledPodUpdate", "active");
            _pods[pod.Uid] = entry ??= new Entry { Since = time.GetUtcNow() };
            entry.Pod = pod;
            Activate(entry);
        }
    }

    /// <summary>The pod has a node or is gone.</summary>
    public void Remove(string uid)
    {
        lock (_lock)
        {
            if (_pods.Remove(uid, out var entry)) { _waiting.Remove(entry); }
        }
    }

    /// <summary>The next pod to try; waits for one.</summary>
    public async ValueTask<PodState> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                ActivateDue();
                while (_active.TryDequeue(out var uid, out _))
                {
                    if (!_pods.TryGetValue(uid, out var entry) || entry.State != State.Active) { continue; }
                    entry.State = State.InFlight;
                    _waiting.Add(entry);
                    entry.Missed = ClusterEvents.None;
                    entry.Attempts++;
                    return entry.Pod;
                }
                wait = NextDue();
            }
            await _wake.WaitAsync(wait, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The pod found no place and waits for one of these events.</summary>
    public void Park(PodState pod, ClusterEvents awaited)
    {
        lock (_lock)
        {
            if (!_pods.TryGetValue(pod.Uid, out var entry)) { return; }
            var pause = TimeSpan.FromSeconds(Math.Min(BackoffMaxSeconds, BackoffMinSeconds * Math.Pow(2, Math.Min(entry.Attempts - 1, 10))));
            entry.Awaited = awaited;
            entry.Rested = time.GetUtcNow() + pause;
            // What happened while it was being tried may have been what it waits for.
            var isDue = (entry.Missed & awaited) != 0;
            _incoming.Add(1, "ScheduleAttemptFailure", isDue ? "backoff" : "unschedulable");
            entry.State = isDue ? State.Resting : State.Parked;
            entry.Due = isDue ? entry.Rested : time.GetUtcNow() + _waitMax;
        }
        _wake.Release();
    }

    /// <summary>Something happened: pods that waited for it are tried again after their pause.</summary>
    public void Happened(ClusterEvents events)
    {
        lock (_lock)
        {
            foreach (var entry in _waiting)
            {
                if (entry.State == State.InFlight) { entry.Missed |= events; }
                else if (entry.State == State.Parked && (entry.Awaited & events) != 0)
                {
                    (entry.State, entry.Due) = (State.Resting, entry.Rested);
                    _incoming.Add(1, SchedulerMetrics.NameOf(entry.Awaited & events), "backoff");
                }
            }
        }
        _wake.Release();
    }

    private void Activate(Entry entry)
    {
        entry.State = State.Active;
        _waiting.Remove(entry);
        _active.Enqueue(entry.Pod.Uid, (-entry.Pod.Priority, entry.Since, _sequence++));
        _wake.Release();
    }

    private void ActivateDue()
    {
        var now = time.GetUtcNow();
        foreach (var entry in _waiting.Where(e => e.State is State.Parked or State.Resting && e.Due <= now).ToArray())
        {
            _incoming.Add(1, entry.State == State.Resting ? "BackoffComplete" : "UnschedulableTimeout", "active");
            Activate(entry);
        }
    }

    private TimeSpan NextDue()
    {
        var now = time.GetUtcNow();
        var due = _waiting.Where(static e => e.State is State.Parked or State.Resting).Select(static e => e.Due).DefaultIfEmpty(now + _waitMax).Min();
        return due <= now ? TimeSpan.Zero : due - now;
    }

    private enum State { Active, InFlight, Parked, Resting }

    private sealed class Entry
    {
        public PodState Pod { get; set; } = null!;
        public State State { get; set; }
        public DateTimeOffset Since { get; init; }
        public DateTimeOffset Due { get; set; }
        public DateTimeOffset Rested { get; set; }
        public ClusterEvents Awaited { get; set; }
        public ClusterEvents Missed { get; set; }
        public int Attempts { get; set; }
    }
}

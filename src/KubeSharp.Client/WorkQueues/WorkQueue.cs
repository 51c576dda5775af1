namespace KubeSharp.Client.WorkQueues;

/// <summary>
/// Keys that want work. A key waits once, however often it is added; one that is added while it is worked on comes again afterwards; failures
/// bring it back after a growing pause.
/// </summary>
public sealed class WorkQueue<TKey> where TKey : notnull
{
    private const int BackoffMinMilliseconds = 5;
    private const int BackoffMaxSeconds = 300;

    private readonly Lock _lock = new();
    private readonly Queue<TKey> _ready = new();
    // Both with the time since when.
    private readonly Dictionary<TKey, long> _waiting = [];
    private readonly Dictionary<TKey, long> _working = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Dictionary<TKey, DateTimeOffset> _later = [];
    private readonly SemaphoreSlim _available = new(0);

    private readonly TimeProvider _time;
    private readonly WorkQueueMetrics? _metrics;
    private readonly string _name;

    /// <summary>An empty queue.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Counts what goes through it; null: nothing does.</param>
    /// <param name="name">Its name among what is counted.</param>
    public WorkQueue(TimeProvider time, WorkQueueMetrics? metrics = null, string name = "")
    {
        (_time, _metrics, _name) = (time, metrics, name);
        metrics?.Add(name, State);
    }

    /// <summary>Keys that wait now.</summary>
    public int Count
    {
        get { lock (_lock) { return _waiting.Count; } }
    }

    /// <summary>Wants work for the key.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
        {
            _later.Remove(key);
            if (!_waiting.TryAdd(key, _time.GetTimestamp())) { return; }
            _metrics?.Adds.Add(1, _name);
            if (_working.ContainsKey(key)) { return; }
            _ready.Enqueue(key);
        }
        _available.Release();
    }

    /// <summary>Wants work for the key after a while; of several the soonest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }
        var due = _time.GetUtcNow() + delay;
        lock (_lock)
        {
            if (_later.TryGetValue(key, out var before) && before <= due) { return; }
            _later[key] = due;
        }
        _ = AddLaterAsync(key, due, delay);
    }

    /// <summary>Wants work for the key again after a failure, each time after twice as long.</summary>
    public void AddAfterFailure(TKey key)
    {
        int failures;
        _metrics?.Retries.Add(1, _name);
        lock (_lock) { failures = _failures[key] = _failures.GetValueOrDefault(key) + 1; }
        AddAfter(key, TimeSpan.FromMilliseconds(Math.Min(BackoffMaxSeconds * 1000.0, BackoffMinMilliseconds * Math.Pow(2, Math.Min(failures - 1, 20)))));
    }

    /// <summary>Forgets the failures of the key.</summary>
    public void Forget(TKey key)
    {
        lock (_lock) { _failures.Remove(key); }
    }

    /// <summary>The next key; call <see cref="Done"/> when its work is over.</summary>
    public async ValueTask<TKey> TakeAsync(CancellationToken cancellation)
    {
        await _available.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_lock)
        {
            var key = _ready.Dequeue();
            if (_waiting.Remove(key, out var since)) { _metrics?.Waits.Observe(_time.GetElapsedTime(since), _name); }
            _working[key] = _time.GetTimestamp();
            return key;
        }
    }

    /// <summary>The work for the key is over.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (_working.Remove(key, out var since)) { _metrics?.Works.Observe(_time.GetElapsedTime(since), _name); }
            if (!_waiting.ContainsKey(key)) { return; }
            _ready.Enqueue(key);
        }
        _available.Release();
    }

    private (int Depth, double Unfinished, double Longest) State()
    {
        lock (_lock)
        {
            var running = _working.Values.Select(since => _time.GetElapsedTime(since).TotalSeconds).ToList();
            return (_waiting.Count, running.Sum(), running.DefaultIfEmpty(0).Max());
        }
    }

    private async Task AddLaterAsync(TKey key, DateTimeOffset due, TimeSpan delay)
    {
        await Task.Delay(delay, _time).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_later.TryGetValue(key, out var current) || current != due) { return; }
        }
        Add(key);
    }
}

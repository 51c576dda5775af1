namespace KubeSharp.Client.WorkQueues;

/// <summary>
/// Keys that want work. A key waits once, however often it is added; one that is added while it is worked on comes again afterwards; failures
/// bring it back after a growing pause.
/// </summary>
public sealed class WorkQueue<TKey>(TimeProvider time) where TKey : notnull
{
    private const int BackoffMinMilliseconds = 5;
    private const int BackoffMaxSeconds = 300;

    private readonly Lock _lock = new();
    private readonly Queue<TKey> _ready = new();
    private readonly HashSet<TKey> _waiting = [];
    private readonly HashSet<TKey> _working = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Dictionary<TKey, DateTimeOffset> _later = [];
    private readonly SemaphoreSlim _available = new(0);

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
            if (!_waiting.Add(key) || _working.Contains(key)) { return; }
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
        var due = time.GetUtcNow() + delay;
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
            _waiting.Remove(key);
            _working.Add(key);
            return key;
        }
    }

    /// <summary>The work for the key is over.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            _working.Remove(key);
            if (!_waiting.Contains(key)) { return; }
            _ready.Enqueue(key);
        }
        _available.Release();
    }

    private async Task AddLaterAsync(TKey key, DateTimeOffset due, TimeSpan delay)
    {
        await Task.Delay(delay, time).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_later.TryGetValue(key, out var current) || current != due) { return; }
        }
        Add(key);
    }
}

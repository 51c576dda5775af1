using System.Threading.Tasks.Sources;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>One who follows the changes of a resource at its own pace. It waits for changes, for its time to send a bookmark, and for its end; nothing is allocated for it.</summary>
internal sealed class CacheWatcher : IValueTaskSource, IDisposable
{
    private readonly WatchRounds _rounds;
    private readonly CancellationToken _ending;
    private readonly CancellationTokenRegistration _ended;
    private readonly ITimer _timer;
    // Who wakes it runs what it does then.
    private ManualResetValueTaskSourceCore<bool> _waiting;
    private int _isWaiting;
    private int _isDue;

    /// <param name="rounds">Of the resource.</param>
    /// <param name="connection">The same for watchers of the same connection.</param>
    /// <param name="every">It is due again and again after this time.</param>
    /// <param name="time">What tells the time.</param>
    /// <param name="ending">Ends every waiting.</param>
    public CacheWatcher(WatchRounds rounds, int connection, TimeSpan every, TimeProvider time, CancellationToken ending)
    {
        (_rounds, Connection, _ending) = (rounds, connection, ending);
        // Who cancels is not to do what the watcher does then.
        _ended = ending.UnsafeRegister(static watcher => ThreadPool.UnsafeQueueUserWorkItem(static w => w.Wake(), (CacheWatcher)watcher!, preferLocal: false), this);
        _timer = time.CreateTimer(static watcher => ((CacheWatcher)watcher!).BecomeDue(), this, every, every);
    }

    /// <summary>The same for watchers of the same connection.</summary>
    public int Connection { get; }

    /// <summary>It has become due since this was asked for the last time.</summary>
    public bool TakeDue() => Interlocked.Exchange(ref _isDue, 0) == 1;

    /// <summary>Waits for more changes than so many, until it is due or ends; now and then it wakes for nothing. By one at a time.</summary>
    public ValueTask WaitAsync(long read)
    {
        _waiting.Reset();
        Interlocked.Exchange(ref _isWaiting, 1);
        if (!_rounds.Add(this, read) || Volatile.Read(ref _isDue) == 1 || _ending.IsCancellationRequested) { Wake(); }
        return new ValueTask(this, _waiting.Version);
    }

    /// <summary>Ends the waiting, where it waits.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWaiting, 0) == 1) { _waiting.SetResult(true); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _ended.Dispose();
        _rounds.Remove(this);
    }

    void IValueTaskSource.GetResult(short token) => _waiting.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _waiting.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _waiting.OnCompleted(continuation, state, token, flags);

    private void BecomeDue()
    {
        Interlocked.Exchange(ref _isDue, 1);
        Wake();
    }
}

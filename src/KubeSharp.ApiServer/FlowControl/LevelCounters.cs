using System.Collections.Concurrent;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What a priority level has done so far.</summary>
public sealed class LevelCounters
{
    private readonly ConcurrentDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private long _dispatched;
    private long _done;
    private long _waitedMicroseconds;

    /// <summary>Requests that got a seat.</summary>
    public long Dispatched => Volatile.Read(ref _dispatched);
    /// <summary>Requests that gave it back.</summary>
    public long Finished => Volatile.Read(ref _done);
    /// <summary>How long they waited, all together, seconds.</summary>
    public double WaitedSeconds => Volatile.Read(ref _waitedMicroseconds) / 1e6;
    /// <summary>Requests refused, by reason.</summary>
    public IReadOnlyDictionary<string, long> Rejected => _rejected;

    /// <summary>One got a seat.</summary>
    public void Dispatch(TimeSpan waited)
    {
        Interlocked.Increment(ref _dispatched);
        if (waited > TimeSpan.Zero) { Interlocked.Add(ref _waitedMicroseconds, (long)waited.TotalMicroseconds); }
    }

    /// <summary>One gave it back.</summary>
    public void Done() => Interlocked.Increment(ref _done);

    /// <summary>One was refused.</summary>
    public void Reject(string reason) => _rejected.AddOrUpdate(reason, 1, static (_, n) => n + 1);
}

using System.Collections.Concurrent;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>What others answered, kept for a while; the oldest give way when there are too many. Thread-safe.</summary>
/// <param name="entriesMax">Most answers kept.</param>
/// <param name="time">The clock.</param>
public sealed class AnswerCache<TKey, TValue>(int entriesMax, TimeProvider time) where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset Until)> _entries = new();
    private readonly ConcurrentQueue<TKey> _order = new();

    /// <summary>The answer, where one is kept that still holds.</summary>
    public bool TryFind(TKey key, out TValue value)
    {
        var isThere = _entries.TryGetValue(key, out var entry) && entry.Until > time.GetUtcNow();
        value = isThere ? entry.Value : default!;
        return isThere;
    }

    /// <summary>Keeps an answer; no time: it is not kept.</summary>
    public void Keep(TKey key, TValue value, TimeSpan lifetime)
    {
        if (lifetime <= TimeSpan.Zero) { return; }
        _entries[key] = (value, time.GetUtcNow() + lifetime);
        _order.Enqueue(key);
        while (_order.Count > entriesMax && _order.TryDequeue(out var oldest)) { _entries.TryRemove(oldest, out _); }
    }
}

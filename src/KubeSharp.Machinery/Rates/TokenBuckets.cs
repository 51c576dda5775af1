namespace KubeSharp.Machinery.Rates;

/// <summary>
/// A bucket of tokens for each key: full at first, filled again at a rate. Of more keys than are kept, the one not asked for longest is forgotten.
/// Thread-safe: one lock, never held while waiting.
/// </summary>
/// <param name="perSecond">Tokens a second; 0: there is always one.</param>
/// <param name="burst">What a bucket holds.</param>
/// <param name="keysMax">Most keys.</param>
/// <param name="time">The clock.</param>
public sealed class TokenBuckets(int perSecond, int burst, int keysMax, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, double Tokens, long At)>> _buckets = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, double Tokens, long At)> _byUse = new();

    /// <summary>Takes a token of the key's bucket; false: there is none.</summary>
    public bool TryTake(string key)
    {
        if (perSecond == 0) { return true; }
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var tokens = (double)burst;
            if (_buckets.Remove(key, out var node))
            {
                tokens = Math.Min(burst, node.Value.Tokens + (time.GetElapsedTime(node.Value.At, now).TotalSeconds * perSecond));
                _byUse.Remove(node);
            }
            var isThere = tokens >= 1;
            _buckets[key] = _byUse.AddLast((key, isThere ? tokens - 1 : tokens, now));
            if (_buckets.Count > keysMax && _byUse.First is { } oldest)
            {
                _buckets.Remove(oldest.Value.Key);
                _byUse.RemoveFirst();
            }
            return isThere;
        }
    }
}

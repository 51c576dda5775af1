namespace KubeSharp.Storage.Engine;

/// <summary>Leases and when they end. Guarded by its own lock; nothing else is taken inside it.</summary>
internal sealed class LeaseTable(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, (long TimeToLiveSeconds, DateTimeOffset End)> _leases = [];
    private long _last;

    /// <summary>A new lease.</summary>
    public long Grant(long timeToLiveSeconds)
    {
        lock (_lock)
        {
            do { _last = _last == long.MaxValue ? 1 : _last + 1; } while (_leases.ContainsKey(_last));
            _leases[_last] = (timeToLiveSeconds, time.GetUtcNow().AddSeconds(timeToLiveSeconds));
            return _last;
        }
    }

    /// <summary>A new lease of an id that its owner chose; false: there is one already.</summary>
    public bool TryGrant(long id, long timeToLiveSeconds)
    {
        lock (_lock)
        {
            _last = Math.Max(_last, id);
            return _leases.TryAdd(id, (timeToLiveSeconds, time.GetUtcNow().AddSeconds(timeToLiveSeconds)));
        }
    }

    /// <summary>Puts a recovered lease back, with its whole time before it.</summary>
    public void Restore(long id, long timeToLiveSeconds)
    {
        lock (_lock)
        {
            _leases[id] = (timeToLiveSeconds, time.GetUtcNow().AddSeconds(timeToLiveSeconds));
            _last = Math.Max(_last, id);
        }
    }

    /// <summary>Renews; the time to live in seconds, 0 where it is unknown.</summary>
    public long KeepAlive(long id)
    {
        lock (_lock)
        {
            if (!_leases.TryGetValue(id, out var lease)) { return 0; }
            _leases[id] = (lease.TimeToLiveSeconds, time.GetUtcNow().AddSeconds(lease.TimeToLiveSeconds));
            return lease.TimeToLiveSeconds;
        }
    }

    /// <summary>Forgets the lease.</summary>
    public bool Remove(long id)
    {
        lock (_lock) { return _leases.Remove(id); }
    }

    /// <summary>Whether the lease is there.</summary>
    public bool Has(long id)
    {
        lock (_lock) { return _leases.ContainsKey(id); }
    }

    /// <summary>The lease's time to live when it was granted and what is left of it, in seconds; null: there is no such lease.</summary>
    public (long GrantedSeconds, long LeftSeconds)? Find(long id)
    {
        lock (_lock)
        {
            return _leases.TryGetValue(id, out var lease) ? (lease.TimeToLiveSeconds, Math.Max(0, (long)Math.Ceiling((lease.End - time.GetUtcNow()).TotalSeconds))) : null;
        }
    }

    /// <summary>The leases there are.</summary>
    public IReadOnlyList<long> All()
    {
        lock (_lock) { return [.. _leases.Keys.Order()]; }
    }

    /// <summary>The leases whose time is over.</summary>
    public IReadOnlyList<long> Ended()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return [.. _leases.Where(l => l.Value.End <= now).Select(static l => l.Key)];
        }
    }
}

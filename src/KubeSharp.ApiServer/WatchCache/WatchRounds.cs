namespace KubeSharp.ApiServer.WatchCache;

/// <summary>
/// Wakes the watchers of a resource in rounds: who waits is woken once a round, and takes all that has happened by then. One thread at a time goes round, and
/// after some watchers it lets other work go first: a request does not stand behind hundreds of watchers, and where the processors are busy a watcher
/// takes several changes together. Those of one connection follow one another, so that what they send is sent together (docs/decisions/0077).
/// </summary>
internal sealed class WatchRounds : IThreadPoolWorkItem
{
    private const int TurnWatchersMax = 32;
    private readonly Lock _gate = new();
    private readonly HashSet<CacheWatcher> _waiting = [];
    private CacheWatcher[] _round = [];
    private int _next;
    private long _taken;
    private bool _isGoing, _isAsked;

    /// <summary>There are so many changes now: wakes those who wait for more than they have read.</summary>
    public void Wake(long taken)
    {
        lock (_gate)
        {
            (_taken, _isAsked) = (taken, true);
            if (_isGoing || _waiting.Count == 0) { return; }
            _isGoing = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Lets the watcher wait that has read so many changes; false: there are more.</summary>
    public bool Add(CacheWatcher watcher, long read)
    {
        lock (_gate)
        {
            if (read < _taken) { return false; }
            _waiting.Add(watcher);
            return true;
        }
    }

    /// <summary>It has ended.</summary>
    public void Remove(CacheWatcher watcher)
    {
        lock (_gate) { _waiting.Remove(watcher); }
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var i = 0; i < TurnWatchersMax; i++)
        {
            if (_next == _round.Length && !Begin()) { return; }
            _round[_next++].Wake();
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool Begin()
    {
        lock (_gate)
        {
            _isGoing = _isAsked && _waiting.Count > 0;
            (_isAsked, _round, _next) = (false, _isGoing ? [.. _waiting] : [], 0);
            if (!_isGoing) { return false; }
            _waiting.Clear();
        }
        Array.Sort(_round, static (a, b) => a.Connection.CompareTo(b.Connection));
        return true;
    }
}

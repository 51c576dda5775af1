using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>
/// The objects of one resource and its latest changes. The feed is its only writer; readers take the snapshot, watchers follow the changes at
/// their own pace by position, so that an event is held once whatever the number of watchers; who falls behind the ring has to start anew.
/// </summary>
public sealed class ResourceCache(KindRules rules, WrittenTrees written)
{
    /// <summary>Changes kept for watchers that lag or begin in the past.</summary>
    public const int EventsKeptMax = 16_384;

    // What was replaced so many changes ago is kept as the difference from its successor, where the store has not seen to it (its values are sealed, or another machine's).
    private const int YoungMax = 256;

    private readonly int[] _indexed = [.. rules.SelectableFields.Select(static (f, i) => (f, i)).Where(static p => p.f.IsIndexed).Select(static p => p.i)];
    private readonly Lock _subscribing = new();
    private readonly WatchRounds _rounds = new();
    private CacheEvent[] _ring = new CacheEvent[64];
    private ImmutableArray<Action<ObjectChange>> _subscribers = [];
    private volatile CacheSnapshot _snapshot = CacheSnapshot.Empty;
    private long _end;
    private long _start;
    private long _firstRevision;
    private long _lastRevision;

    /// <summary>The newest state.</summary>
    public CacheSnapshot Snapshot => _snapshot;

    /// <summary>The newest state and the revision since which it stands.</summary>
    public (CacheSnapshot Snapshot, long Since) Standing()
    {
        lock (_subscribing) { return (_snapshot, _lastRevision); }
    }

    /// <summary>One who follows the changes from here on; see <see cref="CacheWatcher"/>.</summary>
    internal CacheWatcher Follow(int connection, TimeSpan every, TimeProvider time, CancellationToken ending) => new(_rounds, connection, every, time, ending);

    /// <summary>The revision after which all changes are kept.</summary>
    public long EventsSince => Volatile.Read(ref _firstRevision);

    /// <summary>How many changes have been taken in.</summary>
    public long EventsTaken => Volatile.Read(ref _end);

    /// <summary>What the store held at the beginning.</summary>
    public void Load(IEnumerable<StoredValue> values, long revision)
    {
        _snapshot = CacheSnapshot.Of(values.Select(Read).OfType<CachedObject>(), _indexed);
        Volatile.Write(ref _firstRevision, revision);
        _lastRevision = revision;
    }

    /// <summary>Takes in a change of the store.</summary>
    public void Take(StoreEvent change)
    {
        var read = change.Kind == StoreEventKind.Put ? Read(change.Item) : null;
        var (ns, name) = read is null ? KeyNames.Parse(change.Item.Key.Span) : (read.Namespace, read.Name);
        var old = _snapshot.Get(ns, name);
        if (old is not null) { read?.ShareWith(old); }
        if (old is null && read is null) { return; }
        lock (_subscribing)
        {
            Append(new CacheEvent(change.Item.ModRevision, old, read));
            _snapshot = _snapshot.With(old, read, _indexed);
            _lastRevision = change.Item.ModRevision;
            foreach (var subscriber in _subscribers) { subscriber(new ObjectChange(old?.Tree, read?.Tree)); }
        }
    }

    /// <summary>Wakes the watchers; after all changes of a batch are in.</summary>
    public void Wake() => _rounds.Wake(Volatile.Read(ref _end));

    /// <summary>The position of the first change after the revision; -1 where such changes are no longer all kept.</summary>
    public long PositionAfter(long revision)
    {
        lock (_subscribing)
        {
            if (revision < _firstRevision) { return -1; }
            var (low, high) = (_start, _end);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (At(middle).Revision <= revision) { low = middle + 1; } else { high = middle; }
            }
            return low;
        }
    }

    /// <summary>The changes from the position on, at most so many; null where they are no longer kept.</summary>
    public IReadOnlyList<CacheEvent>? Read(long position, int countMax)
    {
        // Who has read all there was, and looks once more before it waits.
        if (position == Volatile.Read(ref _end)) { return []; }
        lock (_subscribing)
        {
            if (position < _start) { return null; }
            var count = (int)Math.Min(countMax, _end - position);
            if (count <= 0) { return []; }
            var events = new CacheEvent[count];
            for (var i = 0; i < count; i++) { events[i] = At(position + i); }
            return events;
        }
    }

    /// <summary>The snapshot and the position right after it.</summary>
    public (CacheSnapshot Snapshot, long Position) Begin()
    {
        lock (_subscribing) { return (_snapshot, _end); }
    }

    /// <summary>Gives what is there and then each change to the handler.</summary>
    public IDisposable Subscribe(Action<ObjectChange> handler)
    {
        lock (_subscribing)
        {
            foreach (var value in _snapshot.All()) { handler(new ObjectChange(null, value.Tree)); }
            _subscribers = _subscribers.Add(handler);
        }
        return new Subscription(() =>
        {
            lock (_subscribing) { _subscribers = _subscribers.Remove(handler); }
        });
    }

    private CachedObject? Read(StoredValue value)
    {
        ObjectNode tree;
        try { tree = written.Take(value.Value) ?? (ObjectNode)Node.Parse(value.Value.Span); }
        // Someone else's bytes under our prefix must not stop the server.
        catch (Exception e) when (e is JsonException or InvalidCastException) { return null; }
        var fields = rules.SelectableFields;
        var values = fields.Length == 0 ? [] : new string[fields.Length];
        for (var i = 0; i < values.Length; i++) { values[i] = fields[i].Read(tree); }
        return new CachedObject(value.Bytes, value.ModRevision, tree, values);
    }

    private CacheEvent At(long position) => _ring[position & (_ring.Length - 1)];

    private void Append(CacheEvent change)
    {
        if (_end - _start == _ring.Length)
        {
            if (_ring.Length < EventsKeptMax) { Grow(); }
            else
            {
                Volatile.Write(ref _firstRevision, At(_start).Revision);
                _start++;
            }
        }
        _ring[_end & (_ring.Length - 1)] = change;
        Volatile.Write(ref _end, _end + 1);
        if (_end - _start > YoungMax && At(_end - YoungMax) is { Old: { } old, New: { } @new }) { old.Bytes.ReplacedBy(@new.Bytes); }
    }

    private void Grow()
    {
        var larger = new CacheEvent[_ring.Length * 2];
        for (var i = _start; i < _end; i++) { larger[i & (larger.Length - 1)] = At(i); }
        _ring = larger;
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

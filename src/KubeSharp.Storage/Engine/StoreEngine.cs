using System.Runtime.CompilerServices;

namespace KubeSharp.Storage.Engine;

/// <summary>
/// Keys, versions and the log of changes, in memory. One writer at a time calls <see cref="Apply"/> and then <see cref="Publish"/> (or
/// <see cref="Rollback"/>); any number of readers see only what is published, without a lock.
/// </summary>
internal sealed class StoreEngine
{
    /// <summary>Changes one transaction can make; the log numbers them within their revision.</summary>
    public const int ChangesMax = 1 << 20;

    /// <summary>The revision of a store's first change; an empty store is one below.</summary>
    private const long FirstRevision = 2;

    // Of values replaced so many writes ago only the difference from their successors is kept: until then whoever follows the changes reads them whole.
    private const int YoungMax = 256;

    private readonly Queue<StoreEvent> _young = [];
    private readonly List<WatchBatch> _unpublished = [];
    private readonly List<WatchBatch> _recovered = [];
    private volatile KeyTree? _keys;
    private volatile ChangeLog _changes = ChangeLog.Empty;
    private volatile TaskCompletionSource _published = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _revision = 1;
    private long _compactRevision;
    private long _applied = 1;
    private long _sizeBytes;

    /// <summary>The newest published revision.</summary>
    public long Revision => Volatile.Read(ref _revision);

    /// <summary>History below it is gone.</summary>
    public long CompactRevision => Volatile.Read(ref _compactRevision);

    /// <summary>Bytes of keys and values held.</summary>
    public long SizeBytes => Volatile.Read(ref _sizeBytes);

    /// <summary>The changes applied and not published yet, a batch a revision.</summary>
    public IReadOnlyList<WatchBatch> Unpublished => _unpublished;

    /// <summary>Puts a recovered change in its place; in order of revision. End with <see cref="Recovered"/>.</summary>
    public void Restore(StoredValue value, bool isDeleted, int sub)
    {
        var previous = Current(value.Key.Span);
        Write(new KeyVersion(value, isDeleted, sub));
        if (_recovered is not [.., var last] || last.Revision != value.ModRevision) { _recovered.Add(last = new WatchBatch(value.ModRevision, new List<StoreEvent>())); }
        var change = new StoreEvent(isDeleted ? StoreEventKind.Delete : StoreEventKind.Put, value, previous);
        ((List<StoreEvent>)last.Events).Add(change);
        NoteReplaced(change);
        Age();
        _applied = Math.Max(_applied, value.ModRevision);
    }

    /// <summary>Ends a recovery: all is published, and what happened since the last compaction can be watched.</summary>
    /// <exception cref="InvalidDataException">A revision is missing.</exception>
    public void Recovered(long revision, long compactRevision)
    {
        _applied = Math.Max(_applied, revision);
        Volatile.Write(ref _compactRevision, compactRevision);
        var first = Math.Max(compactRevision, FirstRevision);
        var kept = _recovered.FindAll(b => b.Revision >= first);
        // All changes of the compacted revision are kept, so from it on there is no gap.
        if (kept.Count != Math.Max(0, _applied - first + 1) || (kept.Count > 0 && kept[0].Revision != first)) { throw new InvalidDataException($"revisions {first} to {_applied} are not all there"); }
        _changes = kept.Count == 0 ? new ChangeLog(_applied + 1) : new ChangeLog(first).With(kept);
        _recovered.Clear();
        Volatile.Write(ref _revision, _applied);
    }

    /// <summary>Runs a transaction on what is applied. Returns its result; nobody else sees it yet. When it throws, it has changed nothing.</summary>
    /// <exception cref="ArgumentException">It writes a key twice, or makes too many changes.</exception>
    /// <exception cref="LeaseNotFoundException">A put names an unknown lease.</exception>
    /// <exception cref="KeyMissingException">A put keeps what is not there.</exception>
    public TransactionResult Apply(Transaction transaction, LeaseTable leases)
    {
        var chosen = ChosenBranch.Of(transaction, Holds);
        TransactionChecks.Check([.. chosen.Leaves()], leases, _applied, CompactRevision);
        var revision = _applied + 1;
        var events = new List<StoreEvent>();
        TransactionResult result;
        try { result = Run(chosen, revision, transaction.Splice, events); }
        catch
        {
            // A splice failed: it is its writer's alone to hear of, and nothing of it may stay.
            TakeBack(events, _applied);
            throw;
        }
        if (events.Count == 0) { return result; }
        _applied = revision;
        _unpublished.Add(new WatchBatch(revision, events));
        return result;
    }

    /// <summary>Shows what was applied to readers and watchers.</summary>
    public void Publish()
    {
        if (_unpublished.Count == 0) { return; }
        _changes = _changes.With(_unpublished);
        foreach (var batch in _unpublished)
        {
            foreach (var change in batch.Events) { NoteReplaced(change); }
        }
        _unpublished.Clear();
        Volatile.Write(ref _revision, _applied);
        Interlocked.Exchange(ref _published, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Gives back memory of values that were replaced a while ago; when those who wait for a write have been told of it.</summary>
    public void Age()
    {
        while (_young.Count > YoungMax && _young.Dequeue() is var change) { change.Previous!.Bytes.ReplacedBy(change.Item.Bytes); }
    }

    /// <summary>Takes back what was applied and not published.</summary>
    public void Rollback()
    {
        foreach (var batch in _unpublished) { TakeBack(batch.Events, _revision); }
        _unpublished.Clear();
        _applied = _revision;
    }

    /// <summary>Reads at a published revision.</summary>
    public RangeResult Range(RangeRequest request)
    {
        while (true)
        {
            var newest = Revision;
            if (request.Revision > newest) { throw new FutureRevisionException(newest); }
            if (request.Revision > 0 && request.Revision < CompactRevision) { throw new CompactedException(CompactRevision); }
            var revision = request.Revision > 0 ? request.Revision : newest;
            // The newest revision told is the one read at: a watch that begins after it misses nothing.
            var result = Read(request, revision, newest);
            // Compacted beneath us: what we have may have holes.
            if (CompactRevision <= revision) { return result; }
        }
    }

    /// <summary>Follows the changes of a range of keys; 0 as first revision means those after this call.</summary>
    public IAsyncEnumerable<WatchBatch> WatchAsync(WatchRequest request, TimeProvider time, TimeSpan progressEvery, CancellationToken cancellation) =>
        FollowAsync(request, request.FromRevision > 0 ? request.FromRevision : Revision + 1, time, progressEvery, cancellation);

    /// <summary>Forgets history below the revision; returns what was dropped.</summary>
    public IReadOnlyList<KeyVersion> Compact(long revision)
    {
        if (revision <= CompactRevision) { throw new CompactedException(CompactRevision); }
        if (revision > Revision) { throw new FutureRevisionException(Revision); }
        Volatile.Write(ref _compactRevision, revision);
        _changes = _changes.From(revision);
        var dropped = new List<KeyVersion>();
        // The walk goes through the root it began with, so the tree may lose keys meanwhile.
        foreach (var history in KeyTree.Range(_keys, default, _noEnd))
        {
            dropped.AddRange(history.Compact(revision));
            if (history.IsEmpty) { _keys = KeyTree.Remove(_keys, history.Key); }
        }
        Interlocked.Add(ref _sizeBytes, -dropped.Sum(static v => (long)v.Value.Key.Length + v.Value.Bytes.Length));
        return dropped;
    }

    /// <summary>The keys bound to a lease, as applied.</summary>
    public IReadOnlyList<byte[]> KeysOf(long leaseId) =>
        [.. KeyTree.Range(_keys, default, _noEnd).Where(h => h.Newest is { IsDeleted: false } v && v.Value.LeaseId == leaseId).Select(static h => h.Key)];

    private static readonly byte[] _noEnd = [0];

    private async IAsyncEnumerable<WatchBatch> FollowAsync(
        WatchRequest request, long next, TimeProvider time, TimeSpan progressEvery, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var heard = time.GetTimestamp();
        // The first change ever is revision 2: a watch from 1 has missed nothing.
        next = next == FirstRevision - 1 && CompactRevision < FirstRevision ? FirstRevision : next;
        while (true)
        {
            // In this order: a change published after the revision was read completes the task taken before.
            var wake = _published.Task;
            var upTo = Revision;
            var changes = _changes;
            for (; next <= upTo; next++)
            {
                if (next < _changes.FirstRevision) { throw new CompactedException(CompactRevision); }
                if (Select(changes.At(next), request) is not { } batch) { continue; }
                yield return batch;
                heard = time.GetTimestamp();
            }
            if (next < CompactRevision) { throw new CompactedException(CompactRevision); }
            var silence = progressEvery - time.GetElapsedTime(heard);
            if (request.ProgressMarks && silence <= TimeSpan.Zero)
            {
                yield return new WatchBatch(next - 1, []);
                heard = time.GetTimestamp();
                continue;
            }
            try { await wake.WaitAsync(request.ProgressMarks ? silence : Timeout.InfiniteTimeSpan, time, cancellation).ConfigureAwait(false); }
            // Nothing came for so long: a mark is due.
            catch (TimeoutException) { continue; }
        }
    }

    private static WatchBatch? Select(WatchBatch batch, WatchRequest request)
    {
        List<StoreEvent>? chosen = null;
        foreach (var change in batch.Events)
        {
            if (KeyRange.Contains(request.Start.Span, request.End.Span, change.Item.Key.Span)) { (chosen ??= []).Add(request.PreviousValues ? change : change with { Previous = null }); }
        }
        return chosen is null ? null : new WatchBatch(batch.Revision, chosen);
    }

    private TransactionResult Run(ChosenBranch branch, long revision, Func<ReadOnlyMemory<byte>, long, ReadOnlyMemory<byte>>? splice, List<StoreEvent> events)
    {
        var results = new RangeResult[branch.Steps.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var (step, inner) = branch.Steps[i];
            results[i] = inner is null ? Run(step, revision, splice, events) : new RangeResult([], 0, _applied) { Inner = Run(inner, revision, splice, events) };
        }
        return new(branch.Succeeded, events.Count == 0 ? _applied : revision, results);
    }

    private RangeResult Run(StoreOperation step, long revision, Func<ReadOnlyMemory<byte>, long, ReadOnlyMemory<byte>>? splice, List<StoreEvent> events) => step switch
    {
        PutOperation put => Put(put, revision, splice, events),
        DeleteOperation delete => Delete(delete, revision, events),
        RangeOperation range => ReadWithin(range.Request, events.Count > 0 ? revision : _applied),
        _ => throw new ArgumentException("unknown operation", nameof(step)),
    };

    private RangeResult ReadWithin(RangeRequest request, long newest) => Read(request, request.Revision > 0 ? request.Revision : newest, newest);

    private RangeResult Read(RangeRequest request, long revision, long newest)
    {
        var items = new List<StoredValue>();
        var count = 0L;
        foreach (var history in KeyTree.Range(_keys, request.Start, request.End))
        {
            if (history.At(revision) is not { } value) { continue; }
            count++;
            if (!request.CountOnly && (request.Limit == 0 || items.Count < request.Limit)) { items.Add(request.KeysOnly ? value with { Value = default } : value); }
        }
        return new(items, count, newest);
    }

    private void TakeBack(IReadOnlyList<StoreEvent> events, long revision)
    {
        foreach (var change in events)
        {
            Interlocked.Add(ref _sizeBytes, -(change.Item.Key.Length + change.Item.Bytes.Length));
            if (KeyTree.Find(_keys, change.Item.Key.Span) is not { } history) { continue; }
            history.RemoveAfter(revision);
            if (history.IsEmpty) { _keys = KeyTree.Remove(_keys, history.Key); }
        }
    }

    private RangeResult Put(PutOperation put, long revision, Func<ReadOnlyMemory<byte>, long, ReadOnlyMemory<byte>>? splice, List<StoreEvent> events)
    {
        var previous = Current(put.Key.Span);
        if (previous is null && (put.KeepsValue || put.KeepsLease)) { throw new KeyMissingException(); }
        var value = put.KeepsValue ? previous!.Value : splice is null ? put.Value : splice(put.Value, revision);
        var key = previous?.Key ?? put.Key.ToArray();
        var stored = new StoredValue(key, value, previous?.CreateRevision ?? revision, revision, (previous?.Version ?? 0) + 1, put.KeepsLease ? previous!.LeaseId : put.LeaseId);
        Write(new KeyVersion(stored, false, events.Count));
        events.Add(new StoreEvent(StoreEventKind.Put, stored, previous));
        return new(previous is null ? [] : [previous], previous is null ? 0 : 1, revision);
    }

    private RangeResult Delete(DeleteOperation delete, long revision, List<StoreEvent> events)
    {
        var gone = KeyTree.Range(_keys, delete.Start, delete.End).Select(static h => h.Newest).OfType<KeyVersion>().Where(static v => !v.IsDeleted).Select(static v => v.Value).ToArray();
        if (events.Count + gone.Length > ChangesMax) { throw new ArgumentException($"one transaction makes at most {ChangesMax} changes", nameof(delete)); }
        foreach (var previous in gone)
        {
            var mark = new StoredValue(previous.Key, default, 0, revision, 0);
            Write(new KeyVersion(mark, true, events.Count));
            events.Add(new StoreEvent(StoreEventKind.Delete, mark, previous));
        }
        return new(gone, gone.Length, revision);
    }

    private StoredValue? Current(ReadOnlySpan<byte> key) => KeyTree.Find(_keys, key)?.Newest is { IsDeleted: false } version ? version.Value : null;

    private void Write(KeyVersion version)
    {
        var history = KeyTree.Find(_keys, version.Value.Key.Span);
        if (history is null)
        {
            history = new KeyHistory(version.Value.Key.ToArray());
            history.Add(version);
            _keys = KeyTree.Insert(_keys, history);
        }
        else { history.Add(version); }
        Interlocked.Add(ref _sizeBytes, version.Value.Key.Length + version.Value.Bytes.Length);
    }

    private void NoteReplaced(StoreEvent change)
    {
        if (change is { Kind: StoreEventKind.Put, Previous: not null }) { _young.Enqueue(change); }
    }

    private bool Holds(Comparison comparison)
    {
        if (comparison.End.IsEmpty) { return Holds(comparison, Current(comparison.Key.Span)); }
        var current = KeyTree.Range(_keys, comparison.Key, comparison.End).Select(static h => h.Newest).OfType<KeyVersion>().Where(static v => !v.IsDeleted).Select(static v => v.Value).ToArray();
        // Compat: a range without keys is compared as a key that is not there.
        return current.Length == 0 ? Holds(comparison, null) : Array.TrueForAll(current, v => Holds(comparison, v));
    }

    private static bool Holds(Comparison comparison, StoredValue? value)
    {
        // Compat: a key that is not there has no value to compare with; etcd lets any such comparison fail.
        if (value is null && comparison.Target == CompareTarget.Value) { return false; }
        var order = comparison.Target switch
        {
            CompareTarget.ModRevision => (value?.ModRevision ?? 0).CompareTo(comparison.Number),
            CompareTarget.CreateRevision => (value?.CreateRevision ?? 0).CompareTo(comparison.Number),
            CompareTarget.Version => (value?.Version ?? 0).CompareTo(comparison.Number),
            CompareTarget.Lease => (value?.LeaseId ?? 0).CompareTo(comparison.Number),
            _ => value!.Value.Span.SequenceCompareTo(comparison.Value.Span),
        };
        return comparison.Operator switch
        {
            CompareOperator.Equal => order == 0,
            CompareOperator.NotEqual => order != 0,
            CompareOperator.Less => order < 0,
            _ => order > 0,
        };
    }
}

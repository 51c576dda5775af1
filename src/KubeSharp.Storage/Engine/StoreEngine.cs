using System.Runtime.CompilerServices;

namespace KubeSharp.Storage.Engine;

/// <summary>
/// Keys, versions and the log of changes, in memory. One writer at a time calls <see cref="Apply"/> and then <see cref="Publish"/> (or
/// <see cref="Rollback"/>); any number of readers see only what is published, without a lock.
/// </summary>
internal sealed class StoreEngine
{
    private readonly List<WatchBatch> _unpublished = [];
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

    /// <summary>Puts a recovered change in its place; in order of revision. Publish after the last.</summary>
    public void Restore(StoredValue value, bool isDeleted, int sub)
    {
        Write(new KeyVersion(value, isDeleted, sub));
        _applied = Math.Max(_applied, value.ModRevision);
    }

    /// <summary>Ends a recovery: all is published; no history of changes is kept of before.</summary>
    public void Recovered(long revision, long compactRevision)
    {
        _applied = Math.Max(_applied, revision);
        Volatile.Write(ref _compactRevision, compactRevision);
        _changes = new ChangeLog(_applied + 1);
        Volatile.Write(ref _revision, _applied);
    }

    /// <summary>Runs a transaction on what is applied. Returns its result; nobody else sees it yet.</summary>
    public TransactionResult Apply(Transaction transaction)
    {
        var succeeded = transaction.Compare.All(Holds);
        var steps = succeeded ? transaction.Then : transaction.Else ?? [];
        var revision = _applied + 1;
        var events = new List<StoreEvent>();
        var results = new RangeResult[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            results[i] = steps[i] switch
            {
                PutOperation put => Put(put, revision, transaction.Splice, events),
                DeleteOperation delete => Delete(delete, revision, events),
                RangeOperation range => Read(range.Request, events.Count > 0 ? revision : _applied),
                _ => throw new ArgumentException("unknown operation", nameof(transaction)),
            };
        }
        if (events.Count == 0) { return new(succeeded, _applied, results); }
        _applied = revision;
        _unpublished.Add(new WatchBatch(revision, events));
        return new(succeeded, revision, results);
    }

    /// <summary>Shows what was applied to readers and watchers.</summary>
    public void Publish()
    {
        if (_unpublished.Count == 0) { return; }
        _changes = _changes.With(_unpublished);
        _unpublished.Clear();
        Volatile.Write(ref _revision, _applied);
        Interlocked.Exchange(ref _published, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Takes back what was applied and not published.</summary>
    public void Rollback()
    {
        foreach (var change in _unpublished.SelectMany(static b => b.Events))
        {
            if (KeyTree.Find(_keys, change.Item.Key.Span) is not { } history) { continue; }
            history.RemoveAfter(_revision);
            if (history.IsEmpty) { _keys = KeyTree.Remove(_keys, history.Key); }
        }
        _unpublished.Clear();
        _applied = _revision;
    }

    /// <summary>Reads at a published revision.</summary>
    public RangeResult Range(RangeRequest request)
    {
        var newest = Revision;
        if (request.Revision > newest) { throw new FutureRevisionException(newest); }
        while (true)
        {
            var revision = request.Revision > 0 ? request.Revision : Revision;
            CheckNotCompacted(request.Revision);
            var result = Read(request, revision);
            if (CompactRevision <= revision) { return result; }
        }
    }

    /// <summary>Follows the changes of a range of keys.</summary>
    public async IAsyncEnumerable<WatchBatch> WatchAsync(WatchRequest request, TimeProvider time, TimeSpan progressEvery, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = request.FromRevision > 0 ? request.FromRevision : Revision + 1;
        while (true)
        {
            var wake = _published.Task;
            var upTo = Revision;
            if (next <= CompactRevision) { throw new CompactedException(CompactRevision); }
            var changes = _changes;
            if (next <= upTo && next < changes.FirstRevision) { throw new CompactedException(changes.FirstRevision - 1); }
            for (; next <= upTo; next++)
            {
                if (_changes.FirstRevision > next) { throw new CompactedException(CompactRevision); }
                if (Select(changes.At(next), request) is { } batch) { yield return batch; }
            }
            if (!request.ProgressMarks)
            {
                await wake.WaitAsync(cancellation).ConfigureAwait(false);
                continue;
            }
            var silence = Task.Delay(progressEvery, time, cancellation);
            if (await Task.WhenAny(wake, silence).ConfigureAwait(false) == silence)
            {
                await silence.ConfigureAwait(false);
                if (next > Revision) { yield return new WatchBatch(next - 1, []); }
            }
        }
    }

    /// <summary>Forgets history below the revision; returns what was dropped.</summary>
    public IReadOnlyList<KeyVersion> Compact(long revision)
    {
        if (revision <= CompactRevision) { throw new CompactedException(CompactRevision); }
        if (revision > Revision) { throw new FutureRevisionException(Revision); }
        Volatile.Write(ref _compactRevision, revision);
        _changes = _changes.From(revision + 1);
        var dropped = new List<KeyVersion>();
        foreach (var history in KeyTree.Range(_keys, default, _noEnd).ToArray())
        {
            dropped.AddRange(history.Compact(revision));
            if (history.IsEmpty) { _keys = KeyTree.Remove(_keys, history.Key); }
        }
        Interlocked.Add(ref _sizeBytes, -dropped.Sum(static v => (long)v.Value.Key.Length + v.Value.Value.Length));
        return dropped;
    }

    /// <summary>The keys bound to a lease, as applied.</summary>
    public IReadOnlyList<byte[]> KeysOf(long leaseId) =>
        [.. KeyTree.Range(_keys, default, _noEnd).Where(h => h.Newest is { IsDeleted: false } v && v.Value.LeaseId == leaseId).Select(static h => h.Key)];

    private static readonly byte[] _noEnd = [0];

    private static WatchBatch? Select(WatchBatch batch, WatchRequest request)
    {
        List<StoreEvent>? chosen = null;
        foreach (var change in batch.Events)
        {
            if (IsIn(change.Item.Key.Span, request.Start.Span, request.End.Span)) { (chosen ??= []).Add(request.PreviousValues ? change : change with { Previous = null }); }
        }
        return chosen is null ? null : new WatchBatch(batch.Revision, chosen);
    }

    private static bool IsIn(ReadOnlySpan<byte> key, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end) =>
        end.IsEmpty
            ? key.SequenceEqual(start)
            : key.SequenceCompareTo(start) >= 0 && ((end.Length == 1 && end[0] == 0) || key.SequenceCompareTo(end) < 0);

    private void CheckNotCompacted(long revision)
    {
        if (revision > 0 && revision < CompactRevision) { throw new CompactedException(CompactRevision); }
    }

    private RangeResult Read(RangeRequest request, long revision)
    {
        var items = new List<StoredValue>();
        var count = 0L;
        foreach (var history in KeyTree.Range(_keys, request.Start, request.End))
        {
            if (history.At(revision) is not { } value) { continue; }
            count++;
            if (!request.CountOnly && (request.Limit == 0 || items.Count < request.Limit)) { items.Add(request.KeysOnly ? value with { Value = default } : value); }
        }
        return new(items, count, Math.Max(Revision, request.Revision > 0 ? 0 : revision));
    }

    private RangeResult Put(PutOperation put, long revision, Func<ReadOnlyMemory<byte>, long, ReadOnlyMemory<byte>>? splice, List<StoreEvent> events)
    {
        var previous = Current(put.Key.Span);
        var value = splice is null ? put.Value : splice(put.Value, revision);
        var key = previous?.Key ?? put.Key.ToArray();
        var stored = new StoredValue(key, value, previous?.CreateRevision ?? revision, revision, (previous?.Version ?? 0) + 1, put.LeaseId);
        Write(new KeyVersion(stored, false, events.Count));
        events.Add(new StoreEvent(StoreEventKind.Put, stored, previous));
        return new(previous is null ? [] : [previous], previous is null ? 0 : 1, revision);
    }

    private RangeResult Delete(DeleteOperation delete, long revision, List<StoreEvent> events)
    {
        var gone = KeyTree.Range(_keys, delete.Start, delete.End).Select(static h => h.Newest).OfType<KeyVersion>().Where(static v => !v.IsDeleted).Select(static v => v.Value).ToArray();
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
        Interlocked.Add(ref _sizeBytes, version.Value.Key.Length + version.Value.Value.Length);
    }

    private bool Holds(Comparison comparison)
    {
        var value = Current(comparison.Key.Span);
        var order = comparison.Target switch
        {
            CompareTarget.ModRevision => (value?.ModRevision ?? 0).CompareTo(comparison.Number),
            CompareTarget.CreateRevision => (value?.CreateRevision ?? 0).CompareTo(comparison.Number),
            CompareTarget.Version => (value?.Version ?? 0).CompareTo(comparison.Number),
            CompareTarget.Lease => (value?.LeaseId ?? 0).CompareTo(comparison.Number),
            _ => value is null ? -1 : value.Value.Span.SequenceCompareTo(comparison.Value.Span),
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

namespace KubeSharp.Storage;

/// <summary>
/// The waist of the data store: etcd's v3 model, in bytes. Every write makes one revision; reads are linearizable.
/// Keys and values are opaque here. Implemented by the embedded engine, by the etcd client, and by the in-memory store of simulations.
/// Source: etcd API reference (KV, Watch, Lease).
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Reads keys in [<see cref="RangeRequest.Start"/>, <see cref="RangeRequest.End"/>) in key order, at a revision.</summary>
    /// <exception cref="CompactedException">The revision has been compacted.</exception>
    /// <exception cref="FutureRevisionException">The revision is above the newest one.</exception>
    ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellation);

    /// <summary>
    /// Compares, then runs <see cref="Transaction.Then"/> or <see cref="Transaction.Else"/> at one new revision.
    /// Returns after the outcome is durable. A transaction without writes makes no revision.
    /// </summary>
    ValueTask<TransactionResult> CommitAsync(Transaction transaction, CancellationToken cancellation);

    /// <summary>
    /// Every change of the keys in [start, end) from <paramref name="fromRevision"/> (inclusive) on, in revision order, each exactly once,
    /// then those to come. A progress mark (no events) may come between batches. Ends only by cancellation or an exception.
    /// </summary>
    /// <exception cref="CompactedException"><paramref name="fromRevision"/> has been compacted.</exception>
    IAsyncEnumerable<WatchBatch> WatchAsync(WatchRequest request, CancellationToken cancellation);

    /// <summary>Forgets history below <paramref name="revision"/>; the newest value of each key stays.</summary>
    ValueTask CompactAsync(long revision, CancellationToken cancellation);

    /// <summary>A lease of the given time to live (seconds); its keys are deleted when it ends. Returns its id.</summary>
    ValueTask<long> GrantLeaseAsync(long timeToLiveSeconds, CancellationToken cancellation);

    /// <summary>Renews a lease; returns its new time to live in seconds, 0 when it is unknown.</summary>
    ValueTask<long> KeepAliveAsync(long leaseId, CancellationToken cancellation);

    /// <summary>Ends a lease and deletes its keys in one revision. Unknown leases are ignored.</summary>
    ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellation);

    /// <summary>Newest and compacted revision, and the size of what is stored in bytes.</summary>
    ValueTask<StoreStatus> GetStatusAsync(CancellationToken cancellation);
}

/// <summary>What to read. An empty <see cref="End"/> reads the one key <see cref="Start"/>.</summary>
/// <param name="Start">First key.</param>
/// <param name="End">First key that is not read any more; empty: only <paramref name="Start"/>.</param>
/// <param name="Revision">0: the newest.</param>
/// <param name="Limit">Most keys to return; 0: no limit. <see cref="RangeResult.Count"/> counts all.</param>
/// <param name="KeysOnly">Leave out the values.</param>
/// <param name="CountOnly">Return only the count.</param>
public sealed record RangeRequest(
    ReadOnlyMemory<byte> Start, ReadOnlyMemory<byte> End = default, long Revision = 0, long Limit = 0, bool KeysOnly = false, bool CountOnly = false);

/// <param name="Items">In key order.</param>
/// <param name="Count">How many keys the range holds, whatever the limit.</param>
/// <param name="Revision">The store's newest revision when it was read.</param>
public sealed record RangeResult(IReadOnlyList<StoredValue> Items, long Count, long Revision)
{
    /// <summary>There were more keys than the limit allowed.</summary>
    public bool More => Count > Items.Count;

    /// <summary>What a <see cref="NestedOperation"/> came to; null for all other steps.</summary>
    public TransactionResult? Inner { get; init; }
}

/// <param name="Key">The key.</param>
/// <param name="Value">The value; empty where only keys were asked for.</param>
/// <param name="CreateRevision">The revision that made the key.</param>
/// <param name="ModRevision">The revision of this value.</param>
/// <param name="Version">1 when created, one more at each change.</param>
/// <param name="LeaseId">0: none.</param>
public sealed record StoredValue(
    ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, long CreateRevision, long ModRevision, long Version, long LeaseId = 0)
{
    /// <summary>The value's bytes, as all share them who hold this value.</summary>
    public ValueBytes Bytes { get; private init; } = Value.IsEmpty ? ValueBytes.Empty : new(Value);

    /// <summary>The value; empty where only keys were asked for.</summary>
    public ReadOnlyMemory<byte> Value
    {
        get => Bytes.Whole;
        init => Bytes = value.IsEmpty ? ValueBytes.Empty : new(value);
    }

    /// <summary>It would be kept otherwise today (sealed by another key): writing it back changes it, though it says the same.</summary>
    public bool IsStale { get; init; }
}

/// <summary>Compare-and-swap. An empty list of comparisons holds.</summary>
public sealed record Transaction(
    IReadOnlyList<Comparison> Compare, IReadOnlyList<StoreOperation> Then, IReadOnlyList<StoreOperation>? Else = null)
{
    /// <summary>
    /// When set, is called by the committer with the new revision just before a value is written, and returns the bytes to store:
    /// so an object carries its own resource version without a second encoding. Must be pure and fast.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, long, ReadOnlyMemory<byte>>? Splice { get; init; }
}

/// <summary>What a comparison looks at.</summary>
public enum CompareTarget { ModRevision, CreateRevision, Version, Value, Lease }

/// <summary>How it compares.</summary>
public enum CompareOperator { Equal, NotEqual, Less, Greater }

/// <param name="Key">The key; one that does not exist has revisions and version 0.</param>
/// <param name="Target">Which property.</param>
/// <param name="Operator">The relation that must hold: property OPERATOR operand.</param>
/// <param name="Number">The operand for numbers.</param>
/// <param name="Value">The operand for <see cref="CompareTarget.Value"/>.</param>
/// <param name="End">First key that is not compared any more, where the relation must hold for all keys from <paramref name="Key"/> on; empty: for that one.</param>
public sealed record Comparison(
    ReadOnlyMemory<byte> Key, CompareTarget Target, CompareOperator Operator, long Number = 0, ReadOnlyMemory<byte> Value = default, ReadOnlyMemory<byte> End = default);

/// <summary>
/// One step of a transaction: <see cref="PutOperation"/>, <see cref="DeleteOperation"/>, <see cref="RangeOperation"/> or <see cref="NestedOperation"/>.
/// </summary>
public abstract record StoreOperation;

/// <summary>Writes a value; the previous one is returned.</summary>
public sealed record PutOperation(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, long LeaseId = 0) : StoreOperation
{
    /// <summary>The value stays as it is: only the lease changes. The key must be there.</summary>
    public bool KeepsValue { get; init; }
    /// <summary>The lease stays as it is. The key must be there.</summary>
    public bool KeepsLease { get; init; }
}

/// <summary>Deletes the keys in [Start, End), or the one key Start where End is empty; what was there is returned.</summary>
public sealed record DeleteOperation(ReadOnlyMemory<byte> Start, ReadOnlyMemory<byte> End = default) : StoreOperation;

/// <summary>Reads within the transaction.</summary>
public sealed record RangeOperation(RangeRequest Request) : StoreOperation;

/// <summary>
/// A transaction within: its comparisons look at what was there before the outermost one began, its steps run in their turn and at the same revision.
/// Its <see cref="Transaction.Splice"/> is not used: the outermost one's is.
/// </summary>
public sealed record NestedOperation(Transaction Transaction) : StoreOperation;

/// <param name="Succeeded">Whether the comparisons held.</param>
/// <param name="Revision">The revision written, or the newest where nothing was written.</param>
/// <param name="Results">One a step: for a put the value before (or none), for a delete the values deleted, for a range what was read.</param>
public sealed record TransactionResult(bool Succeeded, long Revision, IReadOnlyList<RangeResult> Results);

/// <param name="Start">First key.</param>
/// <param name="End">First key that is not watched any more; empty: only <paramref name="Start"/>.</param>
/// <param name="FromRevision">First revision wanted; 0: only what comes after now.</param>
/// <param name="PreviousValues">Give the value before each change too.</param>
/// <param name="ProgressMarks">Give a mark at least every few seconds while nothing changes.</param>
public sealed record WatchRequest(
    ReadOnlyMemory<byte> Start, ReadOnlyMemory<byte> End = default, long FromRevision = 0, bool PreviousValues = false, bool ProgressMarks = false);

/// <summary>All changes up to and including <paramref name="Revision"/> have been given; no events: a progress mark. A revision is never split over batches.</summary>
public sealed record WatchBatch(long Revision, IReadOnlyList<StoreEvent> Events);

/// <summary>What happened to a key.</summary>
public enum StoreEventKind { Put, Delete }

/// <param name="Kind">Put or delete.</param>
/// <param name="Item">The value written; for a delete the key, with <see cref="StoredValue.ModRevision"/> the deletion's revision.</param>
/// <param name="Previous">The value before, where asked for and not compacted.</param>
public sealed record StoreEvent(StoreEventKind Kind, StoredValue Item, StoredValue? Previous);

/// <param name="Revision">The newest revision.</param>
/// <param name="CompactRevision">History below it is gone.</param>
/// <param name="SizeBytes">Bytes on disk, or in memory where there is none.</param>
public sealed record StoreStatus(long Revision, long CompactRevision, long SizeBytes);

/// <summary>The revision asked for is gone by compaction.</summary>
public sealed class CompactedException(long compactRevision)
    : Exception($"required revision has been compacted (compact revision {compactRevision})")
{
    /// <summary>History from this revision on is there.</summary>
    public long CompactRevision { get; } = compactRevision;
}

/// <summary>The revision asked for is not there yet.</summary>
public sealed class FutureRevisionException(long newestRevision)
    : Exception($"required revision is a future revision (newest {newestRevision})")
{
    /// <summary>The newest revision.</summary>
    public long NewestRevision { get; } = newestRevision;
}

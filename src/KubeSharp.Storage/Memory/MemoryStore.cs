using KubeSharp.Storage.Engine;

namespace KubeSharp.Storage.Memory;

/// <summary>A store without a disk beneath: for tests and simulations. The time drives its leases, each looked at when a store is used.</summary>
public sealed class MemoryStore(TimeProvider time) : IStore
{
    private static readonly TimeSpan _progressEvery = TimeSpan.FromSeconds(5);

    private readonly StoreEngine _engine = new();
    private readonly LeaseTable _leases = new(time);
    private readonly Lock _writing = new();

    /// <inheritdoc/>
    public ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellation)
    {
        EndLeases();
        return new(_engine.Range(request));
    }

    /// <inheritdoc/>
    public ValueTask<TransactionResult> CommitAsync(Transaction transaction, CancellationToken cancellation)
    {
        EndLeases();
        lock (_writing)
        {
            var result = _engine.Apply(transaction, _leases);
            _engine.Publish();
            _engine.Age();
            return new(result);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchBatch> WatchAsync(WatchRequest request, CancellationToken cancellation) =>
        _engine.WatchAsync(request, time, _progressEvery, cancellation);

    /// <inheritdoc/>
    public ValueTask CompactAsync(long revision, CancellationToken cancellation)
    {
        lock (_writing) { _engine.Compact(revision); }
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<long> GrantLeaseAsync(long timeToLiveSeconds, CancellationToken cancellation) => new(_leases.Grant(timeToLiveSeconds));

    /// <inheritdoc/>
    public ValueTask<long> KeepAliveAsync(long leaseId, CancellationToken cancellation)
    {
        EndLeases();
        return new(_leases.KeepAlive(leaseId));
    }

    /// <inheritdoc/>
    public ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellation)
    {
        if (_leases.Remove(leaseId)) { DeleteKeysOf(leaseId); }
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<StoreStatus> GetStatusAsync(CancellationToken cancellation) =>
        new(new StoreStatus(_engine.Revision, _engine.CompactRevision, _engine.SizeBytes));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private void EndLeases()
    {
        foreach (var id in _leases.Ended())
        {
            if (_leases.Remove(id)) { DeleteKeysOf(id); }
        }
    }

    private void DeleteKeysOf(long leaseId)
    {
        lock (_writing)
        {
            _engine.Apply(new Transaction([], [.. _engine.KeysOf(leaseId).Select(static k => new DeleteOperation(k))]), _leases);
            _engine.Publish();
        }
    }
}

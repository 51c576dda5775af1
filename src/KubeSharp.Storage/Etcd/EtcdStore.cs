using Grpc.Core;
using Grpc.Net.Client;

namespace KubeSharp.Storage.Etcd;

/// <summary>
/// A store that is an etcd cluster (3.5 or later), for several control planes. Reads are linearizable. When a write ends in
/// <see cref="StoreUnavailableException"/> here, it may have happened: the answer can be lost on its way.
/// </summary>
public sealed class EtcdStore : IStore
{
    private static readonly byte[] _all = [0];

    private readonly EtcdStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly GrpcChannel _channel;
    private readonly V3.KV.KVClient _keys;
    private readonly V3.Lease.LeaseClient _leases;
    private readonly EtcdWatch _watch;
    private readonly EtcdMessages _messages;

    /// <summary>A store that connects when it is first used.</summary>
    public EtcdStore(EtcdStoreOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _channel = EtcdChannel.Open(options);
        (_keys, _leases) = (new(_channel), new(_channel));
        _messages = new EtcdMessages(options.SpliceOnRead);
        _watch = new EtcdWatch(new(_channel), _messages, time);
    }

    /// <inheritdoc/>
    public async ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellation)
    {
        try
        {
            var response = await _keys.RangeAsync(EtcdMessages.Of(request), Call(cancellation)).ConfigureAwait(false);
            return _messages.Of(response, response.Header.Revision);
        }
        catch (RpcException e) { throw await FailureAsync(e, 0, cancellation).ConfigureAwait(false); }
    }

    /// <inheritdoc/>
    public async ValueTask<TransactionResult> CommitAsync(Transaction transaction, CancellationToken cancellation)
    {
        try
        {
            var response = await _keys.TxnAsync(EtcdMessages.Of(transaction), Call(cancellation)).ConfigureAwait(false);
            var revision = response.Header.Revision;
            var steps = response.Succeeded ? transaction.Then : transaction.Else ?? [];
            // Its owner learns here what a reader will see.
            foreach (var put in steps.OfType<PutOperation>().Where(static p => !p.KeepsValue)) { transaction.Splice?.Invoke(put.Value, revision); }
            return new(response.Succeeded, revision, [.. response.Responses.Select(r => _messages.Of(r, revision))]);
        }
        catch (RpcException e)
        {
            var lease = transaction.Then.Concat(transaction.Else ?? []).OfType<PutOperation>().FirstOrDefault(static p => p.LeaseId != 0)?.LeaseId ?? 0;
            throw await FailureAsync(e, lease, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchBatch> WatchAsync(WatchRequest request, CancellationToken cancellation) => _watch.FollowAsync(request, cancellation);

    /// <inheritdoc/>
    public async ValueTask CompactAsync(long revision, CancellationToken cancellation)
    {
        try { await _keys.CompactAsync(new V3.CompactionRequest { Revision = revision }, Call(cancellation)).ConfigureAwait(false); }
        catch (RpcException e) { throw await FailureAsync(e, 0, cancellation).ConfigureAwait(false); }
    }

    /// <inheritdoc/>
    public async ValueTask<long> GrantLeaseAsync(long timeToLiveSeconds, CancellationToken cancellation)
    {
        try { return (await _leases.LeaseGrantAsync(new V3.LeaseGrantRequest { TTL = timeToLiveSeconds }, Call(cancellation)).ConfigureAwait(false)).ID; }
        catch (RpcException e) { throw await FailureAsync(e, 0, cancellation).ConfigureAwait(false); }
    }

    /// <inheritdoc/>
    public async ValueTask<long> KeepAliveAsync(long leaseId, CancellationToken cancellation)
    {
        try
        {
            using var call = _leases.LeaseKeepAlive(Call(cancellation));
            await call.RequestStream.WriteAsync(new V3.LeaseKeepAliveRequest { ID = leaseId }, cancellation).ConfigureAwait(false);
            var isThere = await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false);
            var seconds = isThere ? call.ResponseStream.Current.TTL : 0;
            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
            return seconds;
        }
        catch (RpcException e) { throw await FailureAsync(e, leaseId, cancellation).ConfigureAwait(false); }
    }

    /// <inheritdoc/>
    public async ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellation)
    {
        try { await _leases.LeaseRevokeAsync(new V3.LeaseRevokeRequest { ID = leaseId }, Call(cancellation)).ConfigureAwait(false); }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound) { return; }
        catch (RpcException e) { throw await FailureAsync(e, leaseId, cancellation).ConfigureAwait(false); }
    }

    /// <inheritdoc/>
    public async ValueTask<StoreStatus> GetStatusAsync(CancellationToken cancellation)
    {
        try
        {
            var newest = await NewestAsync(cancellation).ConfigureAwait(false);
            var status = await new V3.Maintenance.MaintenanceClient(_channel).StatusAsync(new V3.StatusRequest(), Call(cancellation)).ConfigureAwait(false);
            return new(newest, await _watch.CompactedAsync(cancellation).ConfigureAwait(false), status.DbSize);
        }
        catch (RpcException e) { throw await FailureAsync(e, 0, cancellation).ConfigureAwait(false); }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return default;
    }

    private CallOptions Call(CancellationToken cancellation) =>
        new(deadline: _time.GetUtcNow().UtcDateTime.AddSeconds(_options.DeadlineSeconds), cancellationToken: cancellation);

    private async ValueTask<long> NewestAsync(CancellationToken cancellation)
    {
        var nothing = new V3.RangeRequest { Key = EtcdMessages.Bytes(_all), CountOnly = true };
        return (await _keys.RangeAsync(nothing, Call(cancellation)).ConfigureAwait(false)).Header.Revision;
    }

    // etcd tells the reason in words; the numbers that belong to it are asked for.
    private async ValueTask<Exception> FailureAsync(RpcException error, long leaseId, CancellationToken cancellation)
    {
        try
        {
            return error.StatusCode switch
            {
                StatusCode.Cancelled when cancellation.IsCancellationRequested => new OperationCanceledException(error.Status.Detail, error, cancellation),
                StatusCode.OutOfRange when error.Status.Detail.Contains("compacted", StringComparison.Ordinal) => new CompactedException(await _watch.CompactedAsync(cancellation).ConfigureAwait(false)),
                StatusCode.OutOfRange => new FutureRevisionException(await NewestAsync(cancellation).ConfigureAwait(false)),
                StatusCode.NotFound => new LeaseNotFoundException(leaseId),
                StatusCode.InvalidArgument when error.Status.Detail.Contains("key not found", StringComparison.Ordinal) => new KeyMissingException(),
                StatusCode.InvalidArgument => new ArgumentException(error.Status.Detail, error),
                _ => new StoreUnavailableException($"etcd at {_options.Endpoints[0]} does not serve: {error.Status.Detail}", error),
            };
        }
        catch (RpcException e) { return new StoreUnavailableException($"etcd at {_options.Endpoints[0]} does not serve: {e.Status.Detail}", e); }
    }
}

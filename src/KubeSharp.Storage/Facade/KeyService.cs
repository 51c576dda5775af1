using Grpc.Core;
using KubeSharp.Storage.Embedded;
using V3 = KubeSharp.Storage.Etcd.V3;

namespace KubeSharp.Storage.Facade;

/// <summary>Reads, writes, transactions and compaction. Source: etcd API reference, KV.</summary>
internal sealed class KeyService(EmbeddedStore store) : V3.KV.KVBase
{
    private const int AttemptsMax = 100;

    /// <inheritdoc/>
    public override Task<V3.RangeResponse> Range(V3.RangeRequest request, ServerCallContext context) => TellAsync(async () =>
    {
        var result = await store.RangeAsync(FacadeMessages.Of(request), context.CancellationToken).ConfigureAwait(false);
        return FacadeMessages.Of(request, result, result.Revision);
    });

    /// <inheritdoc/>
    public override Task<V3.PutResponse> Put(V3.PutRequest request, ServerCallContext context) => TellAsync(async () =>
    {
        var key = FacadeMessages.Key(request.Key);
        if (request.IgnoreValue && !request.Value.IsEmpty) { throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: value is provided"); }
        if (request.IgnoreLease && request.Lease != 0) { throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: lease is provided"); }
        for (var attempt = 1; request.IgnoreValue || request.IgnoreLease; attempt++)
        {
            // What is kept is what was there, so it must still be there.
            var there = (await store.RangeAsync(new RangeRequest(key), context.CancellationToken).ConfigureAwait(false)).Items is [var item] ? item : throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: key not found");
            var put = new PutOperation(key, request.IgnoreValue ? there.Value : request.Value.Memory, request.IgnoreLease ? there.LeaseId : request.Lease);
            var kept = await store.CommitAsync(new Transaction([new Comparison(key, CompareTarget.ModRevision, CompareOperator.Equal, there.ModRevision)], [put]), context.CancellationToken).ConfigureAwait(false);
            if (kept.Succeeded) { return FacadeMessages.Put(request.PrevKv, kept.Results[0], kept.Revision); }
            if (attempt == AttemptsMax) { throw FacadeErrors.Make(StatusCode.Unavailable, "etcdserver: the key changes faster than its value can be kept"); }
        }
        var result = await store.CommitAsync(new Transaction([], [new PutOperation(key, request.Value.Memory, request.Lease)]), context.CancellationToken).ConfigureAwait(false);
        return FacadeMessages.Put(request.PrevKv, result.Results[0], result.Revision);
    });

    /// <inheritdoc/>
    public override Task<V3.DeleteRangeResponse> DeleteRange(V3.DeleteRangeRequest request, ServerCallContext context) => TellAsync(async () =>
    {
        var result = await store.CommitAsync(new Transaction([], [new DeleteOperation(FacadeMessages.Key(request.Key), request.RangeEnd.Memory)]), context.CancellationToken).ConfigureAwait(false);
        return FacadeMessages.Delete(request.PrevKv, result.Results[0], result.Revision);
    });

    /// <inheritdoc/>
    public override Task<V3.TxnResponse> Txn(V3.TxnRequest request, ServerCallContext context) => TellAsync(async () =>
    {
        var transaction = new Transaction([.. request.Compare.Select(FacadeMessages.Of)], [.. request.Success.Select(FacadeMessages.Of)], [.. request.Failure.Select(FacadeMessages.Of)]);
        var result = await store.CommitAsync(transaction, context.CancellationToken).ConfigureAwait(false);
        var response = new V3.TxnResponse { Header = FacadeMessages.Header(result.Revision), Succeeded = result.Succeeded };
        response.Responses.AddRange((result.Succeeded ? request.Success : request.Failure).Zip(result.Results, (step, r) => FacadeMessages.Of(step, r, result.Revision)));
        return response;
    });

    /// <inheritdoc/>
    public override Task<V3.CompactionResponse> Compact(V3.CompactionRequest request, ServerCallContext context) => TellAsync(async () =>
    {
        await store.CompactAsync(request.Revision, context.CancellationToken).ConfigureAwait(false);
        var status = await store.GetStatusAsync(context.CancellationToken).ConfigureAwait(false);
        return new V3.CompactionResponse { Header = FacadeMessages.Header(status.Revision) };
    });

    private static async Task<T> TellAsync<T>(Func<Task<T>> work)
    {
        try { return await work().ConfigureAwait(false); }
        catch (Exception e) when (FacadeErrors.IsRefusal(e)) { throw FacadeErrors.Of(e); }
    }
}

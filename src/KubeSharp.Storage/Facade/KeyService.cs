using Grpc.Core;
using KubeSharp.Storage.Embedded;
using V3 = KubeSharp.Storage.Etcd.V3;

namespace KubeSharp.Storage.Facade;

/// <summary>Reads, writes, transactions and compaction. Source: etcd API reference, KV.</summary>
internal sealed class KeyService(EmbeddedStore store) : V3.KV.KVBase
{
    /// <inheritdoc/>
    public override Task<V3.RangeResponse> Range(V3.RangeRequest request, ServerCallContext context) => TellAsync(async () =>
    {
        var result = await store.RangeAsync(FacadeMessages.Of(request), context.CancellationToken).ConfigureAwait(false);
        return FacadeMessages.Of(request, result, result.Revision);
    });

    /// <inheritdoc/>
    public override Task<V3.PutResponse> Put(V3.PutRequest request, ServerCallContext context) => TellAsync(async () =>
    {
        var result = await store.CommitAsync(new Transaction([], [FacadeMessages.Of(request)]), context.CancellationToken).ConfigureAwait(false);
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
        var result = await store.CommitAsync(FacadeMessages.Of(request), context.CancellationToken).ConfigureAwait(false);
        return FacadeMessages.Of(request, result);
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

using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using KubeSharp.Storage.Embedded;
using V3 = KubeSharp.Storage.Etcd.V3;

namespace KubeSharp.Storage.Facade;

/// <summary>
/// The watches of one stream. Each follows the store by itself; what they give goes through one bounded queue, so that a slow reader holds back
/// its own watches and nobody else.
/// </summary>
internal sealed class WatchSession(EmbeddedStore store, CancellationToken ending)
{
    private const int QueueMax = 64;
    private const long OfAll = -1;
    private readonly Channel<V3.WatchResponse> _queue = Channel.CreateBounded<V3.WatchResponse>(new BoundedChannelOptions(QueueMax) { SingleReader = true });
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _watches = new();
    private readonly ConcurrentDictionary<long, long> _delivered = new();
    private long _last = -1;

    /// <summary>Writes what comes, until the stream ends.</summary>
    public async Task SendAsync(IServerStreamWriter<V3.WatchResponse> responses)
    {
        await foreach (var response in _queue.Reader.ReadAllAsync(ending).ConfigureAwait(false)) { await responses.WriteAsync(response, ending).ConfigureAwait(false); }
    }

    /// <summary>What the client asks: a new watch, the end of one, how far they are.</summary>
    public async ValueTask TakeAsync(V3.WatchRequest request)
    {
        switch (request.RequestUnionCase)
        {
            case V3.WatchRequest.RequestUnionOneofCase.CreateRequest: await BeginAsync(request.CreateRequest).ConfigureAwait(false); break;
            case V3.WatchRequest.RequestUnionOneofCase.CancelRequest:
                if (_watches.TryRemove(request.CancelRequest.WatchId, out var watch))
                {
                    await watch.CancelAsync().ConfigureAwait(false);
                    await PutAsync(new() { Header = await HeaderAsync().ConfigureAwait(false), WatchId = request.CancelRequest.WatchId, Canceled = true }).ConfigureAwait(false);
                }
                break;
            case V3.WatchRequest.RequestUnionOneofCase.ProgressRequest:
                // All that is at or below it has been given on every watch.
                var newest = (await store.GetStatusAsync(ending).ConfigureAwait(false)).Revision;
                await PutAsync(new() { Header = FacadeMessages.Header(_delivered.Values.Append(newest).Min()), WatchId = OfAll }).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask BeginAsync(V3.WatchCreateRequest request)
    {
        var id = request.WatchId != 0 ? request.WatchId : Interlocked.Increment(ref _last);
        var newest = (await store.GetStatusAsync(ending).ConfigureAwait(false)).Revision;
        var watch = CancellationTokenSource.CreateLinkedTokenSource(ending);
        if (!_watches.TryAdd(id, watch))
        {
            watch.Dispose();
            await PutAsync(new() { Header = FacadeMessages.Header(newest), WatchId = id, Created = true, Canceled = true, CancelReason = "mvcc: duplicate watch ID provided on the WatchStream" }).ConfigureAwait(false);
            return;
        }
        var from = request.StartRevision > 0 ? request.StartRevision : newest + 1;
        _delivered[id] = Math.Min(from - 1, newest);
        await PutAsync(new() { Header = FacadeMessages.Header(newest), WatchId = id, Created = true }).ConfigureAwait(false);
        _ = FollowAsync(id, request, from, watch);
    }

    private async Task FollowAsync(long id, V3.WatchCreateRequest request, long from, CancellationTokenSource watch)
    {
        var wanted = new WatchRequest(FacadeKey(request), request.RangeEnd.Memory, from, request.PrevKv, ProgressMarks: true);
        try
        {
            await foreach (var batch in store.WatchAsync(wanted, watch.Token).ConfigureAwait(false))
            {
                var response = new V3.WatchResponse { Header = FacadeMessages.Header(batch.Revision), WatchId = id };
                response.Events.AddRange(batch.Events.Where(e => IsWanted(request, e)).Select(FacadeMessages.Of));
                if (response.Events.Count > 0 || (request.ProgressNotify && batch.Events.Count == 0)) { await PutAsync(response).ConfigureAwait(false); }
                _delivered[id] = batch.Revision;
            }
        }
        catch (OperationCanceledException) { }
        catch (CompactedException e)
        {
            await PutAsync(new() { Header = FacadeMessages.Header(from), WatchId = id, Canceled = true, CompactRevision = e.CompactRevision, CancelReason = "etcdserver: mvcc: required revision has been compacted" }).ConfigureAwait(false);
        }
        finally
        {
            _watches.TryRemove(id, out _);
            _delivered.TryRemove(id, out _);
            watch.Dispose();
        }
    }

    // Compat: a watch without a key is one of all from the first key on.
    private static ReadOnlyMemory<byte> FacadeKey(V3.WatchCreateRequest request) => request.Key.IsEmpty ? new byte[] { 0 } : request.Key.Memory;

    private static bool IsWanted(V3.WatchCreateRequest request, StoreEvent change) => !request.Filters.Contains(
        change.Kind == StoreEventKind.Put ? V3.WatchCreateRequest.Types.FilterType.Noput : V3.WatchCreateRequest.Types.FilterType.Nodelete);

    private ValueTask PutAsync(V3.WatchResponse response) => _queue.Writer.WriteAsync(response, ending);

    private async ValueTask<V3.ResponseHeader> HeaderAsync() => FacadeMessages.Header((await store.GetStatusAsync(ending).ConfigureAwait(false)).Revision);
}

using System.Runtime.CompilerServices;
using Grpc.Core;

namespace KubeSharp.Storage.Etcd;

/// <summary>Watches of etcd: a stream each, begun again where it broke off.</summary>
internal sealed class EtcdWatch(V3.Watch.WatchClient client, EtcdMessages messages, TimeProvider time)
{
    private static readonly TimeSpan _progressEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _compactedAskedEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _againAfter = TimeSpan.FromSeconds(1);
    private static readonly byte[] _first = [0];

    // A member that has lost its cluster ends the stream rather than being silent.
    private static readonly Metadata _needsLeader = new() { { "hasleader", "true" } };

    /// <summary>Follows the changes of a range of keys.</summary>
    /// <exception cref="CompactedException">What comes next has been compacted.</exception>
    public async IAsyncEnumerable<WatchBatch> FollowAsync(WatchRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = request.FromRevision;
        while (true)
        {
            await using (var batches = StreamAsync(request, next, cancellation).GetAsyncEnumerator(cancellation))
            {
                while (await MovesAsync(batches, cancellation).ConfigureAwait(false))
                {
                    var batch = batches.Current;
                    next = Math.Max(next, batch.Revision + 1);
                    // Where the stream began is for us alone.
                    if (batch.Events.Count > 0 || request.ProgressMarks) { yield return batch; }
                }
            }
            await Task.Delay(_againAfter, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The revision up to which history is compacted; 0: not at all.</summary>
    public async ValueTask<long> CompactedAsync(CancellationToken cancellation)
    {
        // Only a watch is told it: one from the very beginning is refused with it. A progress mark ends the wait where nothing was
        // compacted; etcd gives none while the watch is still being caught up, so it is asked again.
        using var call = client.Watch(_needsLeader, cancellationToken: cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var create = new V3.WatchCreateRequest { Key = EtcdMessages.Bytes(_first), StartRevision = 1 };
        await call.RequestStream.WriteAsync(new V3.WatchRequest { CreateRequest = create }, cancellation).ConfigureAwait(false);
        var asking = AskForProgressAsync(call.RequestStream, _compactedAskedEvery, ended.Token);
        try
        {
            while (await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
            {
                if (call.ResponseStream.Current is { Created: false } or { Canceled: true }) { return call.ResponseStream.Current.CompactRevision; }
            }
            return 0;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // False: the stream is broken and may be begun again.
    private static async ValueTask<bool> MovesAsync(IAsyncEnumerator<WatchBatch> batches, CancellationToken cancellation)
    {
        try { return await batches.MoveNextAsync().ConfigureAwait(false); }
        catch (RpcException e) when (cancellation.IsCancellationRequested) { throw new OperationCanceledException("the watch was cancelled", e, cancellation); }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal or StatusCode.DeadlineExceeded) { return false; }
        catch (RpcException e) { throw new StoreUnavailableException($"etcd refuses the watch: {e.Status.Detail}", e); }
    }

    private async IAsyncEnumerable<WatchBatch> StreamAsync(WatchRequest request, long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var call = client.Watch(_needsLeader, cancellationToken: cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await call.RequestStream.WriteAsync(new V3.WatchRequest { CreateRequest = Create(request, from) }, cancellation).ConfigureAwait(false);
        var asking = Task.CompletedTask;
        var part = new List<StoreEvent>();
        try
        {
            while (await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
            {
                var response = call.ResponseStream.Current;
                if (response.CompactRevision > 0) { throw new CompactedException(response.CompactRevision); }
                if (response.Canceled) { throw new StoreUnavailableException($"etcd ended the watch: {response.CancelReason}"); }
                if (response.Created)
                {
                    if (request.ProgressMarks) { asking = AskForProgressAsync(call.RequestStream, _progressEvery, ended.Token); }
                    // From now on nothing is missed, even if the stream breaks before the first event.
                    if (from == 0) { yield return new WatchBatch(response.Header.Revision, []); }
                    continue;
                }
                part.AddRange(response.Events.Select(messages.Of));
                if (response.Fragment) { continue; }
                yield return new WatchBatch(part is [.., var last] ? last.Item.ModRevision : response.Header.Revision, part);
                part = [];
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskForProgressAsync(IClientStreamWriter<V3.WatchRequest> stream, TimeSpan every, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(every, time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            await stream.WriteAsync(new V3.WatchRequest { ProgressRequest = new() }, cancellation).ConfigureAwait(false);
        }
    }

    private static V3.WatchCreateRequest Create(WatchRequest request, long from) => new()
    {
        Key = EtcdMessages.Bytes(request.Start),
        RangeEnd = EtcdMessages.Bytes(request.End),
        StartRevision = from,
        PrevKv = request.PreviousValues,
        ProgressNotify = request.ProgressMarks,
        Fragment = true,
    };
}

using Grpc.Core;
using KubeSharp.Storage.Embedded;
using V3 = KubeSharp.Storage.Etcd.V3;

namespace KubeSharp.Storage.Facade;

/// <summary>Watches: any number of them over one stream. Source: etcd API reference, Watch.</summary>
internal sealed class WatchService(EmbeddedStore store) : V3.Watch.WatchBase
{
    /// <inheritdoc/>
    public override async Task Watch(IAsyncStreamReader<V3.WatchRequest> requestStream, IServerStreamWriter<V3.WatchResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var session = new WatchSession(store, ending.Token);
        var sending = session.SendAsync(responseStream);
        try
        {
            while (await requestStream.MoveNext(ending.Token).ConfigureAwait(false)) { await session.TakeAsync(requestStream.Current).ConfigureAwait(false); }
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested) { }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
